import "server-only";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import type { RedisCommands } from "@/server/redis/commands";
import { PROMOTED_PREFIX } from "./evict-entries";
import { entryKey, exactEntryKey } from "./redis-keys";

/**
 * In one step: an entry that was evicted meanwhile must not come back under another prompt's key.
 * COPY takes the expiry along.
 */
const SCRIPT = `
if redis.call("EXISTS", KEYS[1]) == 0 then return 0 end
if redis.call("COPY", KEYS[2], KEYS[3], "REPLACE") == 0 then return 0 end
redis.call("HSET", KEYS[1], ARGV[1], "")
return 1`;

/**
 * Gives a semantic hit's answer to the exact layer too, for the remaining life of its source.
 * @param from the exact key that the answer is stored under
 * @param to the exact key of the prompt that it answered
 */
export async function promoteEntry(
  redis: RedisCommands,
  namespace: Namespace,
  entryId: string,
  { from, to }: { from: string; to: string },
): Promise<void> {
  await redis.run(
    SCRIPT,
    [entryKey(namespace, entryId), exactEntryKey(namespace, from), exactEntryKey(namespace, to)],
    [`${PROMOTED_PREFIX}${to}`],
  );
}
