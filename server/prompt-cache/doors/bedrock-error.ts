import "server-only";
import { asDoorError } from "./as-door-error";
import { DOOR_STATUS, type DoorRefusal } from "./door-error";

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
