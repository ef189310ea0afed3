import "server-only";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import { env } from "@/server/platform/env";
import { redis } from "@/server/redis";
import { type RedisCommand, type RedisReply, redisCommands } from "@/server/redis/commands";
import { evictEntries } from "../engine/evict-entries";
import { entryKey, idsKey } from "../engine/redis-keys";
import { makeSealer, type Sealer } from "../engine/sealer";
import { openPrompt } from "../engine/stored-answer";

type Generation = Pick<Namespace, "name" | "generation">;

/** What entries are chosen by. */
export interface ForgettableEntry {
  id: string;
  model: string;
  /** Empty when it cannot be decrypted. */
  prompt: string;
  /** Stored at, unix milliseconds. */
  at: number;
}

/** Entries that are looked at in one round trip. */
const PAGE = 200;

/** Evicts one entry with all that belongs to it; false when it is not there. */
export const forgetEntry = async (namespace: Generation, entryId: string): Promise<boolean> =>
  (await evictEntries(redisCommands(redis()), namespace, [entryId])) > 0;

/**
 * Evicts every entry that fits, or counts them only. Entries stored while it runs are not looked at.
 * Throws what Redis throws, and when the signal aborts.
 */
export async function forgetEntries(
  namespace: Generation,
  fits: (entry: ForgettableEntry) => boolean,
  { dryRun = false, signal }: { dryRun?: boolean; signal?: AbortSignal } = {},
): Promise<{ looked: number; matched: number }> {
  const commands = redisCommands(redis());
  const sealer = makeSealer(env().SWITCHYARD_PROMPT_CACHE_KEY);
  const ids = await redis().zrangebyscore(idsKey(namespace), "-inf", "+inf");
  let [looked, matched] = [0, 0];
  for (let at = 0; at < ids.length; at += PAGE) {
    signal?.throwIfAborted();
    const page = ids.slice(at, at + PAGE);
    const rows = await commands.batch(
      page.map((id): RedisCommand => ["HMGET", entryKey(namespace, id), "model", "at", "prompt"]),
    );
    const entries = page.flatMap((id, n) => entryOf(sealer, namespace.name, id, rows[n]) ?? []);
    const chosen = entries.filter(fits).map(({ id }) => id);
    looked += entries.length;
    matched += dryRun ? chosen.length : await evictEntries(commands, namespace, chosen);
  }
  return { looked, matched };
}

function entryOf(
  sealer: Sealer,
  namespace: string,
  id: string,
  row: RedisReply | Error | undefined,
): ForgettableEntry | undefined {
  if (row instanceof Error) throw row;
  const [model, at, prompt] = Array.isArray(row) ? row : [];
  // It expired since its id was read.
  if (!model || !at) return undefined;
  return {
    id,
    model: String(model),
    at: Number(String(at)),
    prompt: Buffer.isBuffer(prompt) ? (openPrompt(sealer, namespace, prompt) ?? "") : "",
  };
}
