import "server-only";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import type { RedisCommands } from "@/server/redis/commands";
import { PROMOTED_PREFIX } from "./evict-entries";
import { entryKey, exactEntryKey } from "./redis-keys";
import type { Sealer } from "./sealer";
import { encodeStored, type StoredAnswer } from "./stored-answer";

/** In one step: an entry that was evicted meanwhile must not come back under another prompt's key. */
const SCRIPT = `
if redis.call("EXISTS", KEYS[1]) == 0 then return 0 end
redis.call("SET", KEYS[2], ARGV[1], "PXAT", ARGV[2])
redis.call("HSET", KEYS[1], ARGV[3], "")
return 1`;

/** Gives a semantic hit's answer to the exact layer too, for the remaining life of its source. */
export async function promoteEntry(
  redis: RedisCommands,
  sealer: Sealer,
  namespace: Namespace,
  exactKey: string,
  answer: StoredAnswer,
): Promise<void> {
  await redis.run(
    SCRIPT,
    [entryKey(namespace, answer.facts.entryId), exactEntryKey(namespace, exactKey)],
    [
      encodeStored(sealer, namespace.name, answer),
      answer.expiresAt,
      `${PROMOTED_PREFIX}${exactKey}`,
    ],
  );
}
