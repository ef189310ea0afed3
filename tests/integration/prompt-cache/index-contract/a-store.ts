import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import { type Namespace, NamespaceSettings } from "../../../../lib/prompt-cache/namespace";
import type { Embedder, IndexedEntry } from "../../../../server/prompt-cache/engine/contracts";
import { evictEntries } from "../../../../server/prompt-cache/engine/evict-entries";
import {
  entryKey,
  idsKey,
  LOG_LENGTH,
  logKey,
  namespaceTag,
} from "../../../../server/prompt-cache/engine/redis-keys";
import { newEntryId } from "../../../../server/prompt-cache/engine/write-entry";
import { redisCommands } from "../../../../server/redis/commands";

/** What the engine does to Redis when it stores and evicts, with many entries in one go. */
export interface Store {
  redis: Redis;
  write(namespace: Namespace, embedder: Embedder, entries: IndexedEntry[]): Promise<void>;
  evict(namespace: Namespace, entryIds: string[]): Promise<void>;
  close(): void;
}

export function aStore(url: string): Store {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  redis.on("error", () => undefined);
  return {
    redis,
    write: async (namespace, embedder, entries) => {
      for (let at = 0; at < entries.length; at += 500) {
        const pipeline = redis.pipeline();
        for (const entry of entries.slice(at, at + 500)) {
          const key = entryKey(namespace, entry.entryId);
          pipeline.hset(key, {
            vec: Buffer.from(entry.vector.slice().buffer),
            ctx: entry.contextKey,
            emb: embedder.id,
            ns: namespaceTag(namespace.name),
            exp: entry.expiresAt,
          });
          pipeline.pexpireat(key, entry.expiresAt);
          pipeline.zadd(idsKey(namespace), entry.expiresAt, entry.entryId);
          pipeline.xadd(logKey(namespace), "MAXLEN", "~", LOG_LENGTH, "*", "add", entry.entryId);
        }
        for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
      }
    },
    evict: async (namespace, entryIds) => {
      await evictEntries(redisCommands(redis), namespace, entryIds);
    },
    close: () => redis.disconnect(),
  };
}

export const aNamespace = (index: "auto" | "process" | "server" = "process"): Namespace => ({
  name: `t${randomBytes(6).toString("hex")}`,
  generation: 1,
  settings: NamespaceSettings.parse({ semantic: { index } }),
});

export const anEmbedder = (dimensions: number, id = `test.embedder:0/${dimensions}`): Embedder => ({
  id,
  dimensions,
  embed: () => Promise.reject(new Error("Indexes embed nothing.")),
});

/** A context key has the form of a SHA-256 in hex. */
export const aContext = (): string => randomBytes(32).toString("hex");

export const anEntry = (
  vector: Float32Array,
  contextKey: string,
  lifeMs = 600_000,
): IndexedEntry => ({
  entryId: newEntryId(),
  contextKey,
  vector,
  expiresAt: Date.now() + lifeMs,
});

/** How the console's adapter connects, on another address. */
export function indexRedis(url: string) {
  const options = {
    connectTimeout: 1_000,
    retryStrategy: (times: number) => Math.min(50 * times, 500),
  };
  const opened: Redis[] = [];
  const open = (more: object) => {
    const client = new Redis(url, { ...options, ...more });
    client.on("error", () => undefined);
    opened.push(client);
    return client;
  };
  let shared: Redis | undefined;
  return {
    commands: () => {
      shared ??= open({
        enableOfflineQueue: false,
        maxRetriesPerRequest: 0,
        commandTimeout: 1_000,
      });
      return shared;
    },
    connect: (connectionName: string) => open({ connectionName, maxRetriesPerRequest: null }),
    /** Connections that are open now. */
    open: () => opened.filter(({ status }) => status !== "end").length,
    end: () => {
      for (const client of opened) client.disconnect();
    },
  };
}
