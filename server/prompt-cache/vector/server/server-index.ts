import "server-only";
import type { Embedder, IndexedEntry, Neighbour, VectorIndex } from "../../engine/contracts";
import { entryKey, idsKey, namespaceTag } from "../../engine/redis-keys";
import type { NearestQuery } from "../exact/exact-index";
import type { Generation } from "../feed/read-entries";
import type { RedisClient } from "../indexes";
import { indexName, searchArgs } from "./ft-commands";
import { parseSearch } from "./parse-reply";

/** Asked for beside the limit, so that expired ones may fall away. */
const SPARE = 4;
/** How long a removed entry is kept out here, should the server still find it. */
const REMOVED_MS = 60_000;
const SCORE_SLACK = 1e-6;

/**
 * Nearest neighbours by the vector search of the server (HNSW: approximate). It indexes the entry
 * hashes by itself, so there is nothing to add; what it finds is looked at again before it is given.
 */
export class ServerIndex implements VectorIndex {
  readonly namespace: Generation;
  /** Entries when they were last counted. */
  counted = 0;
  #redis: () => RedisClient;
  #embedder: Pick<Embedder, "id" | "dimensions">;
  #now: () => number;
  #onFailure: () => void;
  #removed = new Map<string, number>();

  /** @param onFailure called when a search fails: the server may have lost its index */
  constructor(
    redis: () => RedisClient,
    namespace: Generation,
    embedder: Pick<Embedder, "id" | "dimensions">,
    now: () => number,
    onFailure: () => void,
  ) {
    this.#redis = redis;
    this.#onFailure = onFailure;
    this.namespace = { name: namespace.name, generation: namespace.generation };
    this.#embedder = { id: embedder.id, dimensions: embedder.dimensions };
    this.#now = now;
  }

  async nearest({ contextKey, vector, limit, atLeast }: NearestQuery): Promise<Neighbour[]> {
    if (vector.length !== this.#embedder.dimensions)
      throw new RangeError(
        `A vector of ${vector.length} numbers does not fit an index of ${this.#embedder.dimensions}.`,
      );
    if (limit < 1 || !vector.some((value) => value !== 0)) return [];
    const args = searchArgs({
      index: indexName(this.#embedder),
      namespaceTag: namespaceTag(this.namespace.name),
      contextKey,
      vector,
      count: limit + SPARE,
    });
    const reply = await this.#redis()
      .call("FT.SEARCH", ...args)
      .catch((error) => {
        this.#onFailure();
        throw error;
      });
    const found = parseSearch(reply);
    const near = found.filter(({ score }) => score >= atLeast - SCORE_SLACK);
    return (await this.#stillThere(near)).slice(0, limit);
  }

  async add({ entryId }: IndexedEntry): Promise<void> {
    this.#removed.delete(entryId);
  }

  async remove(entryIds: string[]): Promise<void> {
    const now = this.#now();
    for (const [entryId, at] of this.#removed) {
      if (now - at < REMOVED_MS) break;
      this.#removed.delete(entryId);
    }
    for (const entryId of entryIds) this.#removed.set(entryId, now);
  }

  async size(): Promise<number> {
    this.counted = await this.#redis().zcount(idsKey(this.namespace), `(${this.#now()}`, "+inf");
    return this.counted;
  }

  async close(): Promise<void> {
    this.#removed.clear();
  }

  /** Without those that expired, were removed, or were made by another embedder. */
  async #stillThere(found: Neighbour[]): Promise<Neighbour[]> {
    if (found.length === 0) return [];
    const pipeline = this.#redis().pipeline();
    for (const { entryId } of found)
      pipeline.hmget(entryKey(this.namespace, entryId), "exp", "emb");
    const replies = (await pipeline.exec()) ?? [];
    return found.filter(({ entryId }, at) => {
      const [error, reply] = replies[at] ?? [];
      if (error) throw error;
      const [expiresAt, embedder] = (reply ?? []) as (string | null)[];
      return (
        Number(expiresAt ?? 0) > this.#now() &&
        embedder === this.#embedder.id &&
        !this.#removed.has(entryId)
      );
    });
  }
}
