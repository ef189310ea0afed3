import { expect, test } from "vitest";
import { asRefusal, awsErrorName } from "@/server/aws/refusal";
import { translateError } from "@/server/aws/translate-error";
import { AppError } from "@/server/platform/errors";

const REFUSED = { ConflictException: "The stage is being changed; try again in a moment." };

/** What `callAws` throws when AWS answers with that name. */
const thrown = (name: string) =>
  translateError(
    "codepipeline",
    "RetryStageExecution",
    Object.assign(new Error("no"), { name, $metadata: { httpStatusCode: 400 } }),
  );

test("a refusal that is known is a conflict in our words", () => {
  expect(asRefusal(thrown("ConflictException"), REFUSED)).toMatchObject({
    code: "conflict",
    message: REFUSED.ConflictException,
  });
});

test.each([
  ["of another name", thrown("ValidationException")],
  ["of ours, without a cause", new AppError("invalid", "No.")],
  ["that is no AppError", Object.assign(new Error("no"), { name: "ConflictException" })],
])("an error %s stays as it is", (_, error) => {
  expect(asRefusal(error, REFUSED)).toBe(error);
});

test("AWS's own name is that of the cause", () => {
  expect(awsErrorName(thrown("ExecutionAlreadyExists"))).toBe("ExecutionAlreadyExists");
  expect(awsErrorName(new AppError("invalid", "No."))).toBeUndefined();
});
