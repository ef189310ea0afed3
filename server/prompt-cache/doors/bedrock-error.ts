import "server-only";
import { isAppError, newRef } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import { DOOR_STATUS, DoorError, type DoorRefusal } from "./door-error";

/** By these names AWS SDKs know what they may retry, and which exception they throw. */
const AWS_NAMES: Record<DoorRefusal, string> = {
  missing: "MissingAuthenticationTokenException",
  incomplete: "IncompleteSignatureException",
  unknown: "UnrecognizedClientException",
  signature: "InvalidSignatureException",
  denied: "AccessDeniedException",
  throttled: "ThrottlingException",
  invalid: "ValidationException",
  too_large: "ValidationException",
  no_such_operation: "UnknownOperationException",
  wrong_method: "UnknownOperationException",
  unavailable: "ServiceUnavailableException",
  internal: "InternalServerException",
};

/** Any failure of a door as a refusal with one sentence; what nobody foresaw is logged and gives its ref only. */
export function asDoorError(error: unknown): DoorError {
  if (error instanceof DoorError) return error;
  if (isAppError(error) && error.code === "upstream")
    return new DoorError("unavailable", error.message, { cause: error });
  const ref = newRef();
  log().error({ ref, error }, "a door of the prompt cache failed");
  return new DoorError("internal", `Something went wrong here. Quote ${ref} when you report it.`);
}

/** An error as Bedrock would tell it: `x-amzn-errortype` and `{message}`. */
export function bedrockError(error: unknown, requestId: string): Response {
  const { refusal, message, retryAfter } = asDoorError(error);
  return Response.json(
    { message },
    {
      status: DOOR_STATUS[refusal],
      headers: {
        "x-amzn-errortype": AWS_NAMES[refusal],
        "x-amzn-requestid": requestId,
        "cache-control": "no-store",
        ...(refusal === "wrong_method" && { allow: "POST" }),
        ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
      },
    },
  );
}
