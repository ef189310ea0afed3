import "server-only";
import type { Neighbour } from "../../engine/contracts";

/**
 * Neighbours of an `FT.SEARCH … RETURN 2 score ns` reply, best first: without SORTBY the order is the
 * server's own. Two forms are known: `[total, key, [field, value, …], …]`, and what RediSearch answers
 * in RESP3, a map (here flat) whose `results` are maps with `id` and `extra_attributes`.
 * @throws when the reply has another form
 */
export function parseSearch(reply: unknown): Neighbour[] {
  const found: Neighbour[] = [];
  for (const [key, fields] of documentsOf(reply)) {
    const distance = fieldsOf(fields).get("score");
    const entryId = String(key).split(":").at(-1);
    // An entry that expired while the server searched comes without fields.
    if (distance === undefined || !entryId) continue;
    found.push({ entryId, score: Math.max(-1, Math.min(1, 1 - Number(distance))) });
  }
  return found.sort((a, b) => b.score - a.score || (a.entryId < b.entryId ? -1 : 1));
}

function documentsOf(reply: unknown): [key: unknown, fields: unknown][] {
  if (Array.isArray(reply) && typeof reply[0] === "number") {
    const documents: [unknown, unknown][] = [];
    for (let at = 1; at + 1 < reply.length; at += 2) documents.push([reply[at], reply[at + 1]]);
    return documents;
  }
  const results = fieldsOf(reply).get("results");
  if (!Array.isArray(results))
    throw new Error("The server answered a vector search in a form that is not known.");
  return results.map((result) => {
    const about = fieldsOf(result);
    return [about.get("id"), about.get("extra_attributes")];
  });
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
