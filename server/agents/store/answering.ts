import "server-only";
import { databaseProblem } from "@/server/db";
import { AppError, isAppError } from "@/server/platform/errors";

/** What PostgreSQL says when a statement took longer than it may. */
const CANCELED = "57014";

/**
 * The store, whose failures are sentences for people: what is no AppError means that PostgreSQL does not
 * answer. The cause goes to the log.
 */
export function answering<T extends object>(store: T): T {
  const told = Object.entries(store).map(([name, method]) => [
    name,
    typeof method === "function"
      ? (...args: unknown[]) => {
          const answer = method(...args);
          return answer instanceof Promise ? answer.catch(tell) : answer;
        }
      : method,
  ]);
  return Object.fromEntries(told) as T;
}

function tell(error: unknown): never {
  if (isAppError(error)) throw error;
  if (codeOf(error) === CANCELED)
    throw new AppError("upstream", "That took too long; ask for less of it.", {
      cause: error,
      effect: "none",
    });
  throw databaseProblem(error);
}

function codeOf(error: unknown): unknown {
  for (let at = error; at instanceof Error; at = at.cause)
    if ("code" in at && at.code) return at.code;
  return undefined;
}
