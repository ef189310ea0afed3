import "server-only";
import { AppError, isAppError } from "@/server/platform/errors";
import { AWS_SERVICES, type AwsService } from "./services";

const THROTTLED =
  /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|^LimitExceededException$|RequestThrottled|BandwidthLimit/;
/** An id or name that cannot exist is as little there as one that does not. */
const NOT_FOUND =
  /NotFound|DoesNotExist|^NoSuch|NonExistent|^Invalid\w+(Id|Name)Exception$|(Id|Name)RequiredException$/;
const GONE: Record<string, string> = {
  PipelineNotFoundException: "There is no pipeline of that name.",
  PipelineExecutionNotFoundException: "The pipeline has no such execution.",
  StageNotFoundException: "The pipeline has no such stage.",
  ActionNotFoundException: "The stage has no such action.",
  DeploymentDoesNotExistException: "There is no deployment of that id.",
  InvalidDeploymentIdException: "There is no deployment of that id.",
  ApplicationDoesNotExistException: "There is no CodeDeploy application of that name.",
  InvalidApplicationNameException: "There is no CodeDeploy application of that name.",
  DeploymentGroupDoesNotExistException: "The application has no such deployment group.",
  InvalidDeploymentGroupNameException: "The application has no such deployment group.",
  StateMachineDoesNotExist: "There is no state machine of that ARN.",
  ExecutionDoesNotExist: "There is no execution of that ARN.",
};
const NO_ACCESS =
  /AccessDenied|Unauthorized|UnrecognizedClient|InvalidClientTokenId|ExpiredToken|CredentialsProvider|SignatureDoesNotMatch|InvalidSignature|MissingAuthenticationToken|^Forbidden$|OptInRequired/;
const TIMED_OUT = /^(TimeoutError|AbortError|RequestTimeout|RequestTimeoutException)$/;
const UNREACHABLE =
  /ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EPIPE|EHOSTUNREACH|ENETUNREACH|socket hang up/;

/** The parts of an SDK error that the translation reads; it may be anything that was thrown. */
export interface AwsFailure {
  name: string;
  message: string;
  status?: number;
  requestId?: string;
  attempts: number;
}

export function awsFailure(error: unknown): AwsFailure {
  const e = error as {
    name?: unknown;
    message?: unknown;
    code?: unknown;
    $metadata?: { httpStatusCode?: number; requestId?: string; attempts?: number };
  } | null;
  const code = typeof e?.code === "string" ? e.code : "";
  return {
    name: typeof e?.name === "string" ? e.name : "Error",
    message: `${typeof e?.message === "string" ? e.message : ""} ${code}`.trim(),
    status: e?.$metadata?.httpStatusCode,
    requestId: e?.$metadata?.requestId,
    attempts: e?.$metadata?.attempts ?? 1,
  };
}

export const isThrottle = (failure: AwsFailure): boolean =>
  THROTTLED.test(failure.name) || failure.status === 429;

/** One AWS failure as one sentence for an operator. The raw error stays behind as `cause`, for the log. */
export function translateError(service: AwsService, operation: string, error: unknown): AppError {
  if (isAppError(error)) return error;
  const name = AWS_SERVICES[service];
  const failure = awsFailure(error);
  if (isThrottle(failure)) {
    return new AppError("throttled", `${name} is throttling requests; try again in a moment.`, {
      cause: error,
    });
  }
  if (NO_ACCESS.test(failure.name) || failure.status === 401 || failure.status === 403) {
    return new AppError(
      "upstream",
      `The console's AWS identity may not call ${name} ${operation}; its role needs that permission.`,
      { retryable: false, cause: error, effect: "none" },
    );
  }
  if (NOT_FOUND.test(failure.name) || failure.status === 404) {
    const told = GONE[failure.name] ?? `${name} does not know what was asked for.`;
    return new AppError("not_found", told, { cause: error });
  }
  // The SDK calls a broken connection a timeout too; its code tells them apart.
  if (UNREACHABLE.test(failure.message)) {
    return new AppError("upstream", `${name} cannot be reached; try again in a moment.`, {
      cause: error,
    });
  }
  if (TIMED_OUT.test(failure.name)) {
    return new AppError("upstream", `${name} did not answer in time; try again in a moment.`, {
      cause: error,
    });
  }
  if (failure.status !== undefined && failure.status < 500) {
    return new AppError("upstream", `${name} refused the request (${failure.name}).`, {
      retryable: false,
      cause: error,
      effect: "none",
    });
  }
  return new AppError("upstream", `${name} reports an error of its own; try again in a moment.`, {
    cause: error,
  });
}
