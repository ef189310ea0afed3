import { AwsError } from "../../core/aws-error.ts";

/** Lambda's errors say whose fault they are. */
const lambdaError = (code: string, message: string, status: number) =>
  new AwsError(code, message, status, { Type: status < 500 ? "User" : "Service" });

export const invalidParameter = (message: string) =>
  lambdaError("InvalidParameterValueException", message, 400);

export const notFound = (arn: string) =>
  lambdaError("ResourceNotFoundException", `Function not found: ${arn}`, 404);

export const conflict = (message: string) => lambdaError("ResourceConflictException", message, 409);

export const tooManyRequests = () => lambdaError("TooManyRequestsException", "Rate Exceeded.", 429);

export const badContent = (message: string) =>
  lambdaError("InvalidRequestContentException", message, 400);

export const tooLarge = (message: string) => lambdaError("RequestTooLargeException", message, 413);
