import "server-only";
import { AppError, isAppError } from "@/server/platform/errors";

/** What a person is told when Redis cannot be reached. */
export const redisProblem = (cause: unknown, what: string): AppError =>
  isAppError(cause)
    ? cause
    : new AppError("upstream", `The cache's Redis does not answer. ${what}.`, {
        cause,
        retryable: true,
      });
