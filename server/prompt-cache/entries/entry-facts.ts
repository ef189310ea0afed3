import "server-only";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import { env } from "@/server/platform/env";
import { redis } from "@/server/redis";
import { type RedisCommand, redisCommands } from "@/server/redis/commands";
import { entryKey } from "../engine/redis-keys";
import { makeSealer } from "../engine/sealer";
import { openPrompt } from "../engine/stored-answer";

/** What is known of an entry beside its answer. */
export interface EntryFacts {
  id: string;
  namespace: Namespace;
  model: string;
  operation: string;
  /** Empty when it cannot be decrypted with the configured key. */
  prompt: string;
  /** Unix milliseconds. */
  at: number;
  expiresAt: number;
  inputTokens: number;
  outputTokens: number;
  bytes: number;
  /** Key of the answer in the exact layer. */
  exact: string;
  context: string;
}

const FIELDS = ["model", "op", "at", "exp", "in", "out", "bytes", "x", "ctx", "prompt"] as const;

/** In the order asked for, one round trip; undefined for entries that are gone. Throws what Redis throws. */
export async function readFacts(
  entries: readonly { namespace: Namespace; id: string }[],
): Promise<(EntryFacts | undefined)[]> {
  if (entries.length === 0) return [];
  const sealer = makeSealer(env().SWITCHYARD_PROMPT_CACHE_KEY);
  const rows = await redisCommands(redis()).batch(
    entries.map(({ namespace, id }): RedisCommand => ["HMGET", entryKey(namespace, id), ...FIELDS]),
  );
  return entries.map(({ namespace, id }, n) => {
    const row = rows[n];
    if (row instanceof Error) throw row;
    const values = Array.isArray(row) ? row : [];
    const text = (name: (typeof FIELDS)[number]) => String(values[FIELDS.indexOf(name)] ?? "");
    const number = (name: (typeof FIELDS)[number]) => Number(text(name)) || 0;
    const sealed = values[FIELDS.indexOf("prompt")];
    // An entry that expired, or a half of one that an eviction left.
    if (!text("model") || number("at") <= 0 || number("exp") <= 0) return undefined;
    return {
      id,
      namespace,
      model: text("model"),
      operation: text("op"),
      prompt: Buffer.isBuffer(sealed) ? (openPrompt(sealer, namespace.name, sealed) ?? "") : "",
      at: number("at"),
      expiresAt: number("exp"),
      inputTokens: number("in"),
      outputTokens: number("out"),
      bytes: number("bytes"),
      exact: text("x"),
      context: text("ctx"),
    };
  });
}
