import "server-only";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import { env } from "@/server/platform/env";
import { redis } from "@/server/redis";
import { type RedisCommand, redisCommands } from "@/server/redis/commands";
import { entryKey, exactEntryKey, idsKey } from "../engine/redis-keys";
import { makeSealer } from "../engine/sealer";
import { decodeStored, openPrompt } from "../engine/stored-answer";

/** Answers are up to some hundred KiB each, so few at a time. */
const PAGE = 50;

/** One line of an export. */
export interface ExportedEntry {
  id: string;
  namespace: string;
  modelId: string;
  operation: string;
  prompt: string;
  /** The model's answer as it came: JSON where it is some, otherwise base64 of its event frames. */
  answer: unknown;
  inputTokens: number;
  outputTokens: number;
  /** ISO 8601. */
  storedAt: string;
  expiresAt: string;
}

/** Every readable entry of a namespace, page by page. Throws what Redis throws. */
export async function* exportEntries(namespace: Namespace): AsyncGenerator<ExportedEntry> {
  const commands = redisCommands(redis());
  const sealer = makeSealer(env().SWITCHYARD_PROMPT_CACHE_KEY);
  const ids = await redis().zrangebyscore(idsKey(namespace), Date.now(), "+inf");
  for (let at = 0; at < ids.length; at += PAGE) {
    const page = ids.slice(at, at + PAGE);
    const rows = await commands.batch(
      page.map((id): RedisCommand => ["HMGET", entryKey(namespace, id), "x", "prompt"]),
    );
    const found = page.flatMap((id, n) => {
      const row = rows[n];
      const [exact, prompt] = Array.isArray(row) ? row : [];
      const known = Buffer.isBuffer(exact) && Buffer.isBuffer(prompt);
      return known ? [{ id, exact: exact.toString(), prompt }] : [];
    });
    const answers = await commands.batch(
      found.map(({ exact }): RedisCommand => ["GET", exactEntryKey(namespace, exact)]),
    );
    for (const [n, { id, prompt }] of found.entries()) {
      const bytes = answers[n];
      const stored = Buffer.isBuffer(bytes)
        ? decodeStored(sealer, namespace.name, bytes)
        : undefined;
      const text = openPrompt(sealer, namespace.name, prompt);
      if (!stored || text === undefined) continue;
      yield {
        id,
        namespace: namespace.name,
        modelId: stored.facts.model,
        operation: stored.facts.family,
        prompt: text,
        answer: answerOf(stored.body),
        inputTokens: stored.facts.inputTokens,
        outputTokens: stored.facts.outputTokens,
        storedAt: new Date(stored.facts.storedAt).toISOString(),
        expiresAt: new Date(stored.expiresAt).toISOString(),
      };
    }
  }
}

function answerOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return body.toString("base64");
  }
}
