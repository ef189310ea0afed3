import "server-only";
import { isAppError } from "@/server/platform/errors";

/** What a person may read of an error: its own sentence when it was foreseen. */
export const problemSentence = (error: unknown): string =>
  isAppError(error) ? error.message : "Something went wrong on the console's side; see its log.";
