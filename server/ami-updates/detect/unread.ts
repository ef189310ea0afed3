import "server-only";
import { isAppError } from "@/server/platform/errors";
import { problemSentence } from "../problem-sentence";

/** Why something could not be read. `away`: the other side did not answer, which says nothing of what is asked for. */
export interface Unread {
  unreadable: string;
  away?: true;
}

/** `The manifest could not be read: GitHub cannot be reached.` */
export const unread = (what: string, error: unknown): Unread => ({
  unreadable: `${what}: ${problemSentence(error)}`,
  ...(isAppError(error) && AWAY.has(error.code) && { away: true }),
});

const AWAY: ReadonlySet<string> = new Set(["upstream", "throttled"]);
