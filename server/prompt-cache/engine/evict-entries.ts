import "server-only";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import type { RedisCommand, RedisCommands, RedisReply } from "@/server/redis/commands";
import { entryKey, exactEntryKey, idsKey, LOG_LENGTH, logKey, samePromptKey } from "./redis-keys";

/** Entries that are removed in one go; more are taken in turns, so that Redis serves others between. */
const AT_ONCE = 200;

/** Fields of an entry that name exact keys which it was promoted to. */
export const PROMOTED_PREFIX = "x:";

/**
 * Removes entries for good: the answer under its own key and under every key that it was promoted
 * to, the entry, its id, and (by the log) its place in every index. Ids that are not there are fine.
 * @returns how many entries there were
 */
export async function evictEntries(
  redis: RedisCommands,
  namespace: Pick<Namespace, "name" | "generation">,
  entryIds: string[],
): Promise<number> {
  let evicted = 0;
  for (let at = 0; at < entryIds.length; at += AT_ONCE)
    evicted += await evictSome(redis, namespace, entryIds.slice(at, at + AT_ONCE));
  return evicted;
}

async function evictSome(
  redis: RedisCommands,
  namespace: Pick<Namespace, "name" | "generation">,
  ids: string[],
): Promise<number> {
  const found = await redis.batch(
    ids.flatMap((id): RedisCommand[] => [
      ["HKEYS", entryKey(namespace, id)],
      ["HMGET", entryKey(namespace, id), "x", "pd", "ctx"],
    ]),
  );
  const there = ids.flatMap((id, n) => {
    const [fields, about] = [texts(found[n * 2]), texts(found[n * 2 + 1])];
    return fields.length > 0 ? [{ id, fields, about }] : [];
  });
  const doomed = there.flatMap(({ id, fields, about: [own] }) => {
    const promoted = fields
      .filter((field) => field?.startsWith(PROMOTED_PREFIX))
      .map((field) => (field as string).slice(PROMOTED_PREFIX.length));
    const exactKeys = own ? [own, ...promoted] : promoted;
    return [entryKey(namespace, id), ...exactKeys.map((key) => exactEntryKey(namespace, key))];
  });
  await redis.atomic([
    ...(doomed.length > 0 ? ([["UNLINK", ...doomed]] as RedisCommand[]) : []),
    ...there.flatMap(({ about: [, prompt, context] }): RedisCommand[] =>
      prompt && context ? [["HDEL", samePromptKey(namespace, prompt), context]] : [],
    ),
    ["ZREM", idsKey(namespace), ...ids],
    ...ids.map(
      (id): RedisCommand => ["XADD", logKey(namespace), "MAXLEN", "~", LOG_LENGTH, "*", "del", id],
    ),
  ]);
  return there.length;
}

const texts = (reply: RedisReply | Error | undefined): (string | undefined)[] =>
  Array.isArray(reply) ? reply.map((part) => (part === null ? undefined : String(part))) : [];
