import "server-only";
import type { RedisHealth } from "@/lib/prompt-cache/overview";
import { held } from "@/server/platform/held";
import { redis } from "@/server/redis";

/** However many look, Redis tells about itself this often. */
const KEEP_MS = 5_000;

interface Known {
  health?: Promise<RedisHealth>;
  until: number;
}

/** Memory, evictions and what Redis can do; `down` when it does not answer. Never throws. */
export function readRedisHealth(): Promise<RedisHealth> {
  const known = held("prompt-cache.redis-health", (): Known => ({ until: 0 }));
  if (!known.health || known.until < performance.now()) {
    known.health = ask().catch((): RedisHealth => ({ state: "down" }));
    known.until = performance.now() + KEEP_MS;
  }
  return known.health;
}

async function ask(): Promise<RedisHealth> {
  const [info, search] = await Promise.all([
    redis().info(),
    redis()
      .command("INFO", "FT.SEARCH")
      .catch(() => []),
  ]);
  return healthOf(info, Array.isArray(search) && Array.isArray(search[0]));
}

/** The parts of `INFO` that matter to a cache. */
export function healthOf(info: string, vectorSearch: boolean): RedisHealth {
  const text = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1];
  const number = (name: string) => {
    const value = Number(text(name) ?? Number.NaN);
    return Number.isFinite(value) ? value : undefined;
  };
  const version = text("valkey_version") ?? text("redis_version");
  const policy = text("maxmemory_policy");
  const [usedBytes, maxBytes, evictedKeys] = ["used_memory", "maxmemory", "evicted_keys"].map(
    number,
  );
  return {
    state: "ok",
    vectorSearch,
    ...(usedBytes !== undefined && { usedBytes }),
    ...(maxBytes !== undefined && { maxBytes }),
    ...(evictedKeys !== undefined && { evictedKeys }),
    ...(policy && { policy }),
    ...(version && { version }),
  };
}
