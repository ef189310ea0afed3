import "server-only";
import { randomUUID } from "node:crypto";
import { redis } from "@/server/redis";

/** Longer than an action may run, so that a slow decision is not joined by a second one. */
const HOLD_MS = 50_000;

export type DecisionLock = { mine: true; free(): Promise<void> } | { mine: false; holder: string };

const FREE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

/**
 * One decision at a time per approval. Without Redis everybody gets the lock: AWS's own token
 * then lets only one decision through.
 */
export async function lockDecision(what: string, person: string): Promise<DecisionLock> {
  const key = `decide:{${what}}`;
  const value = JSON.stringify({ person, nonce: randomUUID() });
  try {
    const taken = await redis().set(key, value, "PX", HOLD_MS, "NX");
    if (taken !== "OK") {
      const holder = await redis().get(key);
      if (holder) return { mine: false, holder: (JSON.parse(holder) as { person: string }).person };
    }
  } catch {
    return { mine: true, free: async () => undefined };
  }
  return {
    mine: true,
    free: async () => {
      await redis()
        .eval(FREE, 1, key, value)
        .catch(() => undefined);
    },
  };
}
