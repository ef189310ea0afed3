import "server-only";
import type { Embedder, IndexedEntry } from "../../engine/contracts";
import type { RedisClient } from "../indexes";
import { type Generation, readEntries, readIds } from "./read-entries";

/** Entries per reply: half a megabyte at 1,024 dimensions, a millisecond to take in. */
const AT_ONCE = 128;

export interface Load {
  redis: RedisClient;
  namespace: Generation;
  embedder: Pick<Embedder, "id" | "dimensions">;
  /** Unix milliseconds. */
  now: number;
  most: number;
  /** Entries that are held already are not read again. */
  has(entryId: string): boolean;
  take(entry: IndexedEntry): void;
  /** Whether nobody wants the rest any more. */
  stopped(): boolean;
}

/**
 * Reads what is stored, in chunks, one on its way while another is taken in; requests are served between.
 * @returns all ids that are stored, and how many were left out because of `most`
 */
export async function loadIndex(load: Load): Promise<{ ids: Set<string>; left: number }> {
  const { redis, namespace, embedder, now, most } = load;
  const found = await readIds(redis, namespace, { after: now, most });
  const missing = [...found.ids].filter((id) => !load.has(id));
  const chunk = (at: number) =>
    readEntries(redis, namespace, embedder, missing.slice(at, at + AT_ONCE));
  let next = missing.length > 0 ? chunk(0) : undefined;
  for (let at = AT_ONCE; next; at += AT_ONCE) {
    const entries = await next;
    next = at < missing.length && !load.stopped() ? chunk(at) : undefined;
    // Nobody waits for it while this one is taken in.
    next?.catch(() => undefined);
    if (load.stopped()) break;
    for (const entry of entries) load.take(entry);
  }
  return found;
}
