import "server-only";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import { redis } from "@/server/redis";
import { type RedisCommand, redisCommands } from "@/server/redis/commands";
import { idsKey } from "../engine/redis-keys";

/** How many answers that have not expired each namespace holds, in one round trip. Throws what Redis throws. */
export async function countEntries(
  namespaces: Pick<Namespace, "name" | "generation">[],
): Promise<number[]> {
  if (namespaces.length === 0) return [];
  const counts = await redisCommands(redis()).batch(
    namespaces.map((one): RedisCommand => ["ZCOUNT", idsKey(one), Date.now(), "+inf"]),
  );
  return counts.map((count) => {
    if (count instanceof Error) throw count;
    return Number(count);
  });
}
