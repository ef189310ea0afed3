import "server-only";
import type { Neighbour } from "../../engine/contracts";

/**
 * Neighbours of an `FT.SEARCH … RETURN 2 score ns` reply: `[total, key, [field, value, …], …]`.
 * Best first: without SORTBY the order is the server's own.
 * @throws when the reply has another form
 */
export function parseSearch(reply: unknown): Neighbour[] {
  if (!Array.isArray(reply) || !Number.isFinite(Number(reply[0])))
    throw new Error("The server answered a vector search in a form that is not known.");
  const found: Neighbour[] = [];
  for (let at = 1; at + 1 < reply.length; at += 2) {
    const distance = fieldsOf(reply[at + 1]).get("score");
    const entryId = String(reply[at]).split(":").at(-1);
    // An entry that expired while the server searched comes without fields.
    if (distance === undefined || !entryId) continue;
    found.push({ entryId, score: Math.max(-1, Math.min(1, 1 - Number(distance))) });
  }
  return found.sort((a, b) => b.score - a.score || (a.entryId < b.entryId ? -1 : 1));
}

/** Whether an `FT.INFO` reply says that what was stored before the index is in it. */
export function isBuilt(reply: unknown): boolean {
  const info = fieldsOf(reply);
  // valkey-search and its managed kin.
  const backfill = info.get("backfill_in_progress");
  if (backfill !== undefined) return Number(backfill) === 0;
  // RediSearch; releases differ in whether the share is a number or a text.
  const share = info.get("percent_indexed");
  return Number(info.get("indexing") ?? 0) === 0 && (share === undefined || Number(share) >= 1);
}

function fieldsOf(reply: unknown): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  if (!Array.isArray(reply)) return fields;
  for (let at = 0; at + 1 < reply.length; at += 2) fields.set(String(reply[at]), reply[at + 1]);
  return fields;
}

/** Whether a `COMMAND INFO FT.SEARCH` reply describes the command: `[null]` where it is unknown. */
export const knowsCommand = (reply: unknown): boolean =>
  Array.isArray(reply) &&
  Array.isArray(reply[0]) &&
  String(reply[0][0]).toLowerCase() === "ft.search";
