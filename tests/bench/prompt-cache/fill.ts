import { Redis } from "ioredis";
import { assemblePromptCache } from "@/server/prompt-cache/engine/assemble";
import { redisCommands } from "@/server/redis/commands";
import { aRequest } from "../../fixtures/prompt-engine/an-engine";
import { type BenchEngine, namespace } from "./bench-engine";
import { answerOf, articleHash, promptOf, responseOf } from "./stored-prompts";

const AT_ONCE = 500;

/** Bytes of Redis that an entry takes, on the average of those that were stored. */
export interface Filled {
  engine: number;
  article: number;
}

/** Stores prompts `from` up to `to` for both: by the engine's own verb, and as the article's function writes them. */
export async function fill(
  { parts, embedder }: BenchEngine,
  at: { redis: string; articleDatabase: number },
  vectors: Float32Array[],
  from: number,
): Promise<Filled> {
  const redis = new Redis(at.redis, { maxRetriesPerRequest: null });
  const cache = assemblePromptCache({
    ...parts,
    redis: redisCommands(redis),
    embedder: { ...embedder, embed: (text) => Promise.resolve(known(text)) },
    // Indexes read what is stored from Redis.
    indexOf: () => Promise.resolve(nowhere),
  });
  const numbers = new Map<string, Float32Array>();
  const known = (text: string) => ({
    vector: numbers.get(text) ?? new Float32Array(0),
    tokens: 12,
  });
  const all = vectors.slice(from).map((vector, n) => ({ vector, n: from + n }));
  const before = await usedMemory(redis);
  for (let start = 0; start < all.length; start += AT_ONCE) {
    const some = all.slice(start, start + AT_ONCE);
    numbers.clear();
    for (const { vector, n } of some) numbers.set(promptOf(n), vector);
    const stored = some.map(({ n }) =>
      cache.store(aRequest(promptOf(n), { namespace }), responseOf(n)),
    );
    for (const { known: twice } of await Promise.all(stored))
      if (twice) throw new Error("Two prompts of the benchmark are the same.");
  }
  const between = await usedMemory(redis);
  await redis.select(at.articleDatabase);
  for (let start = 0; start < all.length; start += AT_ONCE) {
    const pipeline = redis.pipeline();
    for (const { vector, n } of all.slice(start, start + AT_ONCE)) {
      const hash = articleHash(promptOf(n));
      pipeline.set(`hash:${hash}`, answerOf(n), "EX", 86_400);
      pipeline.hset(`embed:${hash}`, {
        vector: Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength),
        response: answerOf(n),
      });
    }
    for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
  }
  const after = await usedMemory(redis);
  await cache.close();
  redis.disconnect();
  return { engine: (between - before) / all.length, article: (after - between) / all.length };
}

const nowhere = {
  nearest: async () => [],
  add: async () => undefined,
  remove: async () => undefined,
  size: async () => 0,
  close: async () => undefined,
};

async function usedMemory(redis: Redis): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1]);
}
