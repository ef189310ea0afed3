import "server-only";
import type { Embedder, IndexedEntry, Neighbour, VectorIndex } from "../../engine/contracts";
import { logKey } from "../../engine/redis-keys";
import type { ExactIndex, NearestQuery } from "../exact/exact-index";
import type { IndexStats, RedisClient } from "../indexes";
import { loadIndex } from "./load-index";
import type { LogEvent } from "./log-event";
import { type Follower, type LogReader, START } from "./log-reader";
import { type Generation, readCursor, readEntries } from "./read-entries";

const RETRY_MS = 500;
const EVENTS_AT_ONCE = 128;

/** What a fed index needs of its process. */
export interface FeedHost {
  reader: LogReader;
  /** For bulk reads, apart from the requests' connection. */
  loads(): RedisClient;
  now(): number;
  entriesPerIndex: number;
  loadWaitMs: number;
  /** Called when it begins to hold something, so that it is counted. Throws when all are closed. */
  woken(index: FedIndex): void;
  /** Called before an entry is taken in: drops others where a limit is reached. */
  makeRoom(index: FedIndex): void;
  warn(problem: string, facts: Record<string, string | number>): void;
}

/**
 * An in-process index that reads what is stored, then follows the log. Asleep it holds nothing; a
 * look-up wakes it.
 */
export class FedIndex implements VectorIndex, Follower {
  readonly namespace: Generation;
  readonly embedder: Pick<Embedder, "id" | "dimensions">;
  readonly key: string;
  cursor = START;
  /** Unix milliseconds. */
  lastUsed: number;
  dropped = 0;
  reloads = 0;
  #state: "asleep" | "loading" | "ready" = "asleep";
  #exact: ExactIndex;
  #host: FeedHost;
  /** Ends with the load that is under way. */
  #loading: Promise<void> = Promise.resolve();
  /** Until when look-ups wait for the first load; a later one (after a break) happens behind what is held. */
  #patientUntil = 0;
  #waiting = 0;
  /** The load that is under way; an older one stops when it sees another. */
  #current?: symbol;
  /** Added while a load runs, which may have passed their place. */
  #addedMeanwhile = new Set<string>();

  constructor(
    host: FeedHost,
    exact: ExactIndex,
    namespace: Generation,
    embedder: Pick<Embedder, "id" | "dimensions">,
  ) {
    this.#host = host;
    this.#exact = exact;
    this.namespace = { name: namespace.name, generation: namespace.generation };
    this.embedder = { id: embedder.id, dimensions: embedder.dimensions };
    this.key = logKey(namespace);
    this.lastUsed = host.now();
  }

  /** Wakes it; who asks first waits a while for the load. Later, an answer from half an index beats a wait. */
  async ready(): Promise<void> {
    this.lastUsed = this.#host.now();
    if (this.#state === "asleep") {
      this.#host.woken(this);
      this.#patientUntil = performance.now() + this.#host.loadWaitMs;
      this.#load();
    }
    const patience = this.#patientUntil - performance.now();
    if (this.#state === "ready" || patience <= 0) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patience);
    });
    this.#waiting++;
    await Promise.race([this.#loading, late]);
    clearTimeout(timer);
    this.#waiting--;
    this.lastUsed = this.#host.now();
  }

  /** Whether nobody asked for it that long. */
  isIdle(now: number, idleMs: number): boolean {
    return this.#waiting === 0 && now - this.lastUsed > idleMs;
  }

  async nearest(query: NearestQuery): Promise<Neighbour[]> {
    await this.ready();
    return this.#exact.nearest(query, this.#host.now());
  }

  async add(entry: IndexedEntry): Promise<void> {
    this.lastUsed = this.#host.now();
    // Asleep it will read the entry from Redis when it wakes.
    if (this.#state !== "asleep") this.#take(entry);
  }

  async remove(entryIds: string[]): Promise<void> {
    for (const entryId of entryIds) this.#exact.remove(entryId);
  }

  async size(): Promise<number> {
    await this.ready();
    this.#exact.trim(this.#host.now());
    return this.#exact.size;
  }

  async close(): Promise<void> {
    this.sleep();
  }

  /** Gives the memory back. */
  sleep(): void {
    this.#state = "asleep";
    this.#host.reader.unfollow(this);
    this.#exact.clear();
    this.#addedMeanwhile.clear();
  }

  get asleep(): boolean {
    return this.#state === "asleep";
  }

  get held(): number {
    return this.#exact.size;
  }

  removeOldest(): void {
    if (this.#exact.removeOldest()) this.#leaveOut(1);
  }

  trim(now: number): void {
    this.#exact.trim(now);
  }

  stats(): IndexStats {
    return {
      namespace: this.namespace.name,
      generation: this.namespace.generation,
      embedder: this.embedder.id,
      kind: "process",
      state: this.#state === "ready" ? "ready" : "loading",
      entries: this.#exact.size,
      bytes: this.#exact.bytes,
      dropped: this.dropped,
      reloads: this.reloads,
    };
  }

  async apply(events: LogEvent[]): Promise<void> {
    const wanted = new Set<string>();
    for (const { kind, entryId } of events) {
      if (kind === "del") {
        this.#exact.remove(entryId);
        wanted.delete(entryId);
      } else if (!this.#exact.has(entryId)) wanted.add(entryId);
    }
    const ids = [...wanted];
    for (let at = 0; at < ids.length; at += EVENTS_AT_ONCE) {
      const some = ids.slice(at, at + EVENTS_AT_ONCE);
      const entries = await readEntries(this.#host.loads(), this.namespace, this.embedder, some);
      if (this.#state === "asleep") return;
      for (const entry of entries) this.#take(entry);
    }
  }

  lost(): void {
    if (this.#state === "asleep") return;
    this.reloads++;
    this.#load();
  }

  /** Reads everything, then follows. What is held stays in use meanwhile. */
  #load(): void {
    this.#state = "loading";
    this.#loading = this.#loadUntilDone();
  }

  async #loadUntilDone(): Promise<void> {
    const mine = Symbol("load");
    this.#current = mine;
    const stopped = () => this.#state === "asleep" || this.#current !== mine;
    while (!stopped()) {
      try {
        await this.#loadOnce(stopped);
        return;
      } catch {
        // Redis went away in the middle; its connection has told the log. It is tried again until it is back.
        if (!stopped()) await pause(RETRY_MS);
      }
    }
  }

  async #loadOnce(stopped: () => boolean): Promise<void> {
    const { now, loads, reader, entriesPerIndex } = this.#host;
    this.#addedMeanwhile.clear();
    const redis = loads();
    const cursor = await readCursor(redis, this.namespace);
    const { ids, left } = await loadIndex({
      redis,
      namespace: this.namespace,
      embedder: this.embedder,
      now: now(),
      most: entriesPerIndex,
      has: this.#exact.has,
      take: (entry) => this.#take(entry),
      stopped,
    });
    if (stopped()) return;
    this.#leaveOut(left);
    this.#forgetAllBut(ids);
    this.cursor = cursor;
    this.#state = "ready";
    reader.follow(this);
  }

  #take(entry: IndexedEntry): void {
    if (entry.expiresAt <= this.#host.now()) return;
    if (!this.#exact.has(entry.entryId)) this.#host.makeRoom(this);
    this.#exact.add(entry);
    if (this.#state === "loading") this.#addedMeanwhile.add(entry.entryId);
  }

  #leaveOut(entries: number): void {
    if (this.dropped === 0 && entries > 0)
      this.#host.warn(
        "An index of prompts holds as much as it may; the least recently added are left out.",
        { namespace: this.namespace.name, held: this.held },
      );
    this.dropped += entries;
  }

  #forgetAllBut(stored: ReadonlySet<string>): void {
    const gone = [...this.#exact.ids()].filter(
      (id) => !stored.has(id) && !this.#addedMeanwhile.has(id),
    );
    for (const entryId of gone) this.#exact.remove(entryId);
    this.#addedMeanwhile.clear();
  }
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
