import "server-only";
import type { Embedder } from "../../engine/contracts";
import type { RedisClient } from "../indexes";
import { createArgs, indexName } from "./ft-commands";
import { isBuilt, knowsCommand } from "./parse-reply";

/** How often a server that could not search is asked again, and an index that is being built is looked at. */
const AGAIN_MS = 60_000;
const BUILDING_MS = 2_000;

/** What the server's vector search can do, and the indexes made there. */
export class ServerSearch {
  /** Undefined until it was asked. */
  available?: boolean;
  #redis: () => RedisClient;
  #now: () => number;
  #askedAt = Number.NEGATIVE_INFINITY;
  #built = new Map<string, { ready: boolean; lookedAt: number }>();

  constructor(redis: () => RedisClient, now: () => number) {
    this.#redis = redis;
    this.#now = now;
  }

  /** Whether the server knows FT.SEARCH. A server that does not answer is asked again later. */
  async detect(): Promise<boolean> {
    if (this.available) return true;
    if (this.#now() - this.#askedAt < AGAIN_MS) return false;
    this.#askedAt = this.#now();
    try {
      this.available = knowsCommand(await this.#redis().call("COMMAND", "INFO", "FT.SEARCH"));
    } catch {
      this.#askedAt = Number.NEGATIVE_INFINITY;
    }
    return this.available ?? false;
  }

  /**
   * Whether the embedder's index is there and holds what was stored before it; makes it at first use.
   * @throws when the server refuses to make it
   */
  async isReady(embedder: Pick<Embedder, "id" | "dimensions">): Promise<boolean> {
    const name = indexName(embedder);
    const known = this.#built.get(name);
    if (known?.ready) return true;
    if (known && this.#now() - known.lookedAt < BUILDING_MS) return false;
    this.#built.set(name, { ready: false, lookedAt: this.#now() });
    const ready = isBuilt((await this.#info(name)) ?? (await this.#create(name, embedder)));
    this.#built.set(name, { ready, lookedAt: this.#now() });
    return ready;
  }

  /** The server lost its index (a restart, a flush): it is looked for and made anew. */
  forget(embedder: Pick<Embedder, "id" | "dimensions">): void {
    this.#built.delete(indexName(embedder));
  }

  /** Servers word "no such index" differently; whatever they say, making it tells. */
  #info = (name: string): Promise<unknown> =>
    this.#redis()
      .call("FT.INFO", name)
      .catch(() => undefined);

  async #create(name: string, { dimensions }: Pick<Embedder, "dimensions">): Promise<unknown> {
    try {
      await this.#redis().call("FT.CREATE", ...createArgs(name, dimensions));
    } catch (error) {
      // Another process may have been faster.
      const info = await this.#info(name);
      if (info === undefined) throw error;
      return info;
    }
    return this.#info(name);
  }
}
