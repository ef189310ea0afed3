import "server-only";
import { createHash } from "node:crypto";

/** Who a sandbox is on the host. */
export interface Account {
  uid: number;
  gid: number;
}

/** The range that systemd keeps for users made on the fly: nobody else has files there. */
const FIRST = 61_184;
const COUNT = 4_336;

/**
 * The host's account of a session's sandbox when the console is root: its own, without a name, the
 * same at every call and on every machine. Undefined when the console is an ordinary user, who
 * cannot become another one.
 */
export function accountOf(sessionId: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = FIRST + (createHash("sha256").update(sessionId).digest().readUInt32BE(0) % COUNT);
  return { uid: id, gid: id };
}
