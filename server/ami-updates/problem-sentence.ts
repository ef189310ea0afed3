import "server-only";
import { isAppError } from "@/server/platform/errors";

/** What a record may tell of a failure: our own sentence, never an upstream message. */
export const problemSentence = (error: unknown): string =>
  isAppError(error) ? error.message : "Something unexpected went wrong; the log says what.";
