import "server-only";
import { isAppError } from "@/server/platform/errors";

/**
 * Reads one part of a view. When it cannot be read, `fallback` is used and `missing` says so in one
 * sentence that begins with `what`. A thing that does not exist is no failure of the view's other parts.
 */
export async function readPart<T>(
  missing: string[],
  what: string,
  fallback: T,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isAppError(error)) throw error;
    missing.push(`${what} cannot be read now: ${error.message}`);
    return fallback;
  }
}
