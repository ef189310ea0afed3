import "server-only";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import type { Embedder } from "../engine/contracts";
import { Arena } from "./exact/arena";
import { ExactIndex } from "./exact/exact-index";
import { Searcher } from "./exact/nearest-rows";
import { LazyConnection } from "./feed/connections";
import { FedIndex, type FeedHost } from "./feed/fed-index";
import { LogReader } from "./feed/log-reader";
import type { Generation } from "./feed/read-entries";
import type { IndexesSettings, IndexLimits } from "./indexes";

/** The in-process indexes of this process: one memory, one log connection, one for loads, common limits. */
export class ProcessIndexes {
  #indexes = new Map<string, FedIndex>();
  #limits: IndexLimits;
  #host: FeedHost;
  #loads: LazyConnection;
  #closed = false;
  #searcher?: { arena: Arena; searcher: Searcher };

  constructor(settings: IndexesSettings, limits: IndexLimits, now: () => number) {
    this.#limits = limits;
    this.#loads = new LazyConnection(settings.redis.connect, "prompt-index-load");
    this.#host = {
      reader: new LogReader(settings.redis.connect),
      loads: () => this.#loads.get(),
      now,
      entriesPerIndex: limits.entriesPerIndex,
      loadWaitMs: limits.loadWaitMs,
      woken: (index) => {
        if (this.#closed) throw new Error("The vector indexes are closed.");
        // A caller may still hold one that was given up.
        const key = keyOf(index.namespace, index.embedder);
        if (!this.#indexes.has(key)) this.#indexes.set(key, index);
      },
      makeRoom: (index) => this.#makeRoom(index),
      warn: settings.warn ?? (() => undefined),
    };
  }

  /** The index of that generation, made at first use; those of earlier generations are given up. */
  of(namespace: Namespace, embedder: Embedder): FedIndex {
    const key = keyOf(namespace, embedder);
    const known = this.#indexes.get(key);
    if (known) return known;
    for (const [other, index] of this.#indexes)
      if (
        index.namespace.name === namespace.name &&
        index.namespace.generation < namespace.generation
      )
        this.#give(other, index);
    this.#searcher ??= makeSearcher();
    const { arena, searcher } = this.#searcher;
    const exact = new ExactIndex(arena, searcher, embedder.dimensions);
    const index = new FedIndex(this.#host, exact, namespace, embedder);
    this.#indexes.set(key, index);
    return index;
  }

  has = (namespace: Namespace, embedder: Embedder): boolean =>
    this.#indexes.has(keyOf(namespace, embedder));

  /** Gives an index up whose work another does now. */
  drop(namespace: Namespace, embedder: Embedder): void {
    const key = keyOf(namespace, embedder);
    const index = this.#indexes.get(key);
    if (index) this.#give(key, index);
  }

  /** Removes what has expired, and indexes that nobody asked for a while. */
  sweep(): void {
    const now = this.#host.now();
    for (const [key, index] of this.#indexes) {
      if (index.asleep || index.isIdle(now, this.#limits.idleMs)) this.#give(key, index);
      else index.trim(now);
    }
    // Nobody loads while nothing is held.
    if (this.#indexes.size === 0) this.#loads.end();
  }

  stats = () => [...this.#indexes.values()].map((index) => index.stats());

  close(): void {
    this.#closed = true;
    for (const [key, index] of this.#indexes) this.#give(key, index);
    this.#host.reader.close();
    this.#loads.end();
  }

  #give(key: string, index: FedIndex): void {
    index.sleep();
    this.#indexes.delete(key);
  }

  #makeRoom(index: FedIndex): void {
    if (index.held >= this.#limits.entriesPerIndex) index.removeOldest();
    let total = 0;
    let largest = index;
    for (const each of this.#indexes.values()) {
      total += each.held;
      if (each.held > largest.held) largest = each;
    }
    if (total >= this.#limits.entries) largest.removeOldest();
  }
}

const keyOf = ({ name, generation }: Generation, { id }: Pick<Embedder, "id">): string =>
  `${name} ${generation} ${id}`;

function makeSearcher(): { arena: Arena; searcher: Searcher } {
  const arena = new Arena();
  return { arena, searcher: new Searcher(arena) };
}
