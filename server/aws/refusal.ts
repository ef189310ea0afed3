import "server-only";
import { AppError, isAppError } from "@/server/platform/errors";

/** AWS's own name of what `callAws` threw: `ConflictException`. */
export const awsErrorName = (error: unknown): string | undefined =>
  isAppError(error) ? (error.cause as { name?: string } | undefined)?.name : undefined;

/**
 * What `callAws` threw, to be thrown on: as a conflict in the words that `refused` has for AWS's own
 * name of it, else as it is.
 */
export function asRefusal(error: unknown, refused: Readonly<Record<string, string>>): unknown {
  const why = refused[awsErrorName(error) ?? ""];
  return why ? new AppError("conflict", why) : error;
}
