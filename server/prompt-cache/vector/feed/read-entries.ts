import "server-only";
import type { Embedder, IndexedEntry } from "../../engine/contracts";
import { entryKey, idsKey, logKey } from "../../engine/redis-keys";
import type { RedisClient } from "../indexes";
import { START } from "./log-reader";
import { withDeadline } from "./with-deadline";

export interface Generation {
  name: string;
  generation: number;
}

const REPLY_MS = 10_000;
/** Ids per step; Redis serves others between two. */
const IDS_AT_ONCE = 1_000;

/** Where the log ends now. Noted before entries are read, so that nothing falls between. */
export async function readCursor(redis: RedisClient, namespace: Generation): Promise<string> {
  const last = redis.xrevrange(logKey(namespace), "+", "-", "COUNT", 1);
  return (await withDeadline(redis, last, REPLY_MS))[0]?.[0] ?? START;
}

/**
 * Ids of entries that live longer than `after` (unix ms), those that expire first first; of more than
 * `most`, the ones that live longest. `left`: how many there are beside them.
 */
export async function readIds(
  redis: RedisClient,
  namespace: Generation,
  { after, most }: { after: number; most: number },
): Promise<{ ids: Set<string>; left: number }> {
  const key = idsKey(namespace);
  const read = (from: string, to: string, count: number) =>
    withDeadline(
      redis,
      redis.zrangebyscore(key, from, to, "WITHSCORES", "LIMIT", 0, count),
      REPLY_MS,
    );
  const living = redis.zcount(key, `(${after}`, "+inf");
  const left = Math.max(0, (await withDeadline(redis, living, REPLY_MS)) - most);
  const ids = new Set<string>();
  let from = `(${after}`;
  for (;;) {
    // By score, not by rank: ranks move while entries go, and one would slip from page to page.
    const page = await read(from, "+inf", IDS_AT_ONCE);
    for (let at = 0; at < page.length; at += 2) ids.add(page[at] ?? "");
    if (page.length < IDS_AT_ONCE * 2) break;
    const last = page.at(-1) ?? "";
    // A whole page that expires in one millisecond (a warm-up): the others of it, then go on behind.
    if (page[1] === last) {
      const equal = redis.zrangebyscore(key, last, last);
      for (const id of await withDeadline(redis, equal, REPLY_MS)) ids.add(id);
      from = `(${last}`;
    } else from = last;
  }
  return { ids: left > 0 ? new Set([...ids].slice(-most)) : ids, left };
}

/** Entries as Redis has them; those that are gone, of another embedder or without a vector are left out. */
export async function readEntries(
  redis: RedisClient,
  namespace: Generation,
  { id: embedderId, dimensions }: Pick<Embedder, "id" | "dimensions">,
  entryIds: string[],
): Promise<IndexedEntry[]> {
  const pipeline = redis.pipeline();
  for (const entryId of entryIds)
    pipeline.hmgetBuffer(entryKey(namespace, entryId), "vec", "ctx", "emb", "exp");
  const replies = await withDeadline(redis, pipeline.exec(), REPLY_MS);
  return (replies ?? []).flatMap(([error, reply], at) => {
    if (error && !/WRONGTYPE/.test(error.message)) throw error;
    const [vec, ctx, emb, exp] = Array.isArray(reply) ? (reply as (Buffer | null)[]) : [];
    const expiresAt = Number(exp?.toString());
    if (!vec || !ctx || emb?.toString() !== embedderId || !Number.isFinite(expiresAt)) return [];
    if (vec.length !== dimensions * 4) return [];
    const entryId = entryIds[at] ?? "";
    return [{ entryId, contextKey: ctx.toString(), vector: asFloats(vec), expiresAt }];
  });
}

/** Little-endian f32 as it came; copied only where the reply left it at an odd place. */
function asFloats(bytes: Buffer): Float32Array {
  if (bytes.byteOffset % 4 === 0)
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
