import { describe, expect, it } from "vitest";
import { translateError } from "@/server/aws/translate-error";
import { AppError } from "@/server/platform/errors";

const anAwsError = (name: string, status?: number, over: object = {}) =>
  Object.assign(new Error("secret internals: 10.0.0.1"), {
    name,
    $metadata: { httpStatusCode: status, requestId: "r", attempts: 3 },
    ...over,
  });

describe("translateError", () => {
  const cases: [string, unknown, Pick<AppError, "code" | "retryable" | "message">][] = [
    [
      "throttling",
      anAwsError("ThrottlingException", 400),
      {
        code: "throttled",
        retryable: true,
        message: "CodePipeline is throttling requests; try again in a moment.",
      },
    ],
    [
      "a 429",
      anAwsError("Whatever", 429),
      {
        code: "throttled",
        retryable: true,
        message: "CodePipeline is throttling requests; try again in a moment.",
      },
    ],
    [
      "a limit of the pipeline is no throttling",
      anAwsError("ConcurrentPipelineExecutionsLimitExceededException", 400),
      {
        code: "upstream",
        retryable: false,
        message:
          "CodePipeline refused the request (ConcurrentPipelineExecutionsLimitExceededException).",
      },
    ],
    [
      "nothing there",
      anAwsError("PipelineNotFoundException", 400),
      {
        code: "not_found",
        retryable: false,
        message: "There is no pipeline of that name.",
      },
    ],
    [
      "no permission",
      anAwsError("AccessDeniedException", 400),
      {
        code: "upstream",
        retryable: false,
        message:
          "The console's AWS identity may not call CodePipeline GetPipelineState; its role needs that permission.",
      },
    ],
    [
      "no credentials",
      anAwsError("CredentialsProviderError"),
      {
        code: "upstream",
        retryable: false,
        message:
          "The console's AWS identity may not call CodePipeline GetPipelineState; its role needs that permission.",
      },
    ],
    [
      "a timeout",
      anAwsError("TimeoutError"),
      {
        code: "upstream",
        retryable: true,
        message: "CodePipeline did not answer in time; try again in a moment.",
      },
    ],
    [
      "our deadline",
      anAwsError("AbortError"),
      {
        code: "upstream",
        retryable: true,
        message: "CodePipeline did not answer in time; try again in a moment.",
      },
    ],
    [
      "nobody listens",
      anAwsError("Error", undefined, { code: "ECONNREFUSED" }),
      {
        code: "upstream",
        retryable: true,
        message: "CodePipeline cannot be reached; try again in a moment.",
      },
    ],
    [
      "their fault",
      anAwsError("InternalFailure", 500),
      {
        code: "upstream",
        retryable: true,
        message: "CodePipeline reports an error of its own; try again in a moment.",
      },
    ],
    [
      "bad input",
      anAwsError("ValidationException", 400),
      {
        code: "upstream",
        retryable: false,
        message: "CodePipeline refused the request (ValidationException).",
      },
    ],
    [
      "not even an error",
      "boom",
      {
        code: "upstream",
        retryable: true,
        message: "CodePipeline reports an error of its own; try again in a moment.",
      },
    ],
  ];
  it.each(cases)("%s", (_name, error, expected) => {
    expect(translateError("codepipeline", "GetPipelineState", error)).toMatchObject(expected);
  });
  it("tells a connection that broke from a timeout, though the SDK names both alike", () => {
    const broken = anAwsError("TimeoutError", undefined, { code: "ECONNRESET" });
    expect(translateError("sqs", "ReceiveMessage", broken).message).toBe(
      "SQS cannot be reached; try again in a moment.",
    );
  });
  it("leaves our own errors alone", () => {
    const ours = new AppError("stale", "x");
    expect(translateError("s3", "HeadObject", ours)).toBe(ours);
  });
  it("never tells people what AWS said inside", () => {
    expect(translateError("s3", "HeadObject", anAwsError("X", 500)).message).not.toContain(
      "10.0.0.1",
    );
  });
});
