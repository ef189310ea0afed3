import "server-only";
import type { redis } from "@/server/redis";
import type { IndexOf } from "../engine/contracts";

export type RedisClient = ReturnType<typeof redis>;

/** How indexes reach Redis: `redis` and `redisConnection` of `server/redis` in the console. */
export interface IndexRedis {
  /** The shared connection for short commands; fails at once while Redis is away. */
  commands: () => RedisClient;
  /** A connection of its own, which waits while Redis is away. The index ends it. */
  connect: (name: string) => RedisClient;
}

export interface IndexLimits {
  /** Entries of one in-process index; beyond it the least recently added are dropped. */
  entriesPerIndex: number;
  /** Entries of all in-process indexes of this process together. */
  entries: number;
  /** `auto` searches on the server above this many entries, where the server can. */
  serverAbove: number;
  /** An index that nobody asked for this long gives its memory back. */
  idleMs: number;
  /** How long a first look-up waits for the load; after that it answers from what is there. */
  loadWaitMs: number;
}

export const DEFAULT_LIMITS: IndexLimits = {
  entriesPerIndex: 200_000,
  entries: 300_000,
  serverAbove: 200_000,
  idleMs: 1_800_000,
  loadWaitMs: 3_000,
};

export interface IndexesSettings {
  redis: IndexRedis;
  limits?: Partial<IndexLimits>;
  /** Told once per kind of trouble and index, in a sentence for the log; never with a prompt or a vector. */
  warn?: (problem: string, facts: Record<string, string | number>) => void;
  /** Unix milliseconds; the clock by default. */
  now?: () => number;
}

/** One index of this process, for health pages and metrics. */
export interface IndexStats {
  namespace: string;
  generation: number;
  embedder: string;
  kind: "process" | "server";
  /** `loading`: answers from what is there so far. */
  state: "loading" | "ready";
  entries: number;
  /** Bytes held by this process for it. */
  bytes: number;
  /** Entries left out because a limit was reached. */
  dropped: number;
  /** Times that it was read anew because events were lost (Redis restarted, its stream was trimmed). */
  reloads: number;
}

export interface Indexes {
  /** Cheap: ask it for each request, so that an index may change its kind between two. */
  indexOf: IndexOf;
  stats(): IndexStats[];
  /** Whether the server can search vectors; undefined until it was asked. */
  serverSearch(): boolean | undefined;
  /** Ends connections and gives memory back; look-ups under way fail. */
  close(): Promise<void>;
}

/** What `create-indexes.ts` exports as `createIndexes`. */
export type CreateIndexes = (settings: IndexesSettings) => Indexes;
