import "server-only";
import { answerText, pieceText } from "@/lib/prompt-cache/answer-text";
import type { EntryRow } from "@/lib/prompt-cache/entry";
import { frameDecoder } from "@/server/aws/bedrock-runtime/event-stream";
import { env } from "@/server/platform/env";
import { redis } from "@/server/redis";
import { type RedisCommand, redisCommands } from "@/server/redis/commands";
import { hitsKey } from "../counters/keys";
import { exactEntryKey } from "../engine/redis-keys";
import { makeSealer } from "../engine/sealer";
import { decodeStored } from "../engine/stored-answer";
import { cut } from "../traces/redact-trace";
import type { EntryFacts } from "./entry-facts";

/** Answers are up to some hundred KiB each, so few at a time. */
const PAGE = 25;

/**
 * Entries with answer and hits, in the given order, texts of at most `chars` characters. The answer
 * is empty when it cannot be read any more. Throws what Redis throws.
 */
export async function entryRows(facts: readonly EntryFacts[], chars: number): Promise<EntryRow[]> {
  const rows: EntryRow[] = [];
  for (let at = 0; at < facts.length; at += PAGE) {
    const page = facts.slice(at, at + PAGE);
    const found = await redisCommands(redis()).batch(
      page.flatMap(({ namespace, id, exact }): RedisCommand[] => [
        ["GET", exactEntryKey(namespace, exact)],
        ["HGET", hitsKey(namespace.name, namespace.generation), id],
      ]),
    );
    page.forEach((fact, n) => {
      rows.push(rowOf(fact, found[n * 2], found[n * 2 + 1], chars));
    });
  }
  return rows;
}

function rowOf(fact: EntryFacts, answer: unknown, hits: unknown, chars: number): EntryRow {
  const { namespace, id, model, operation, prompt, at, expiresAt } = fact;
  const sealer = makeSealer(env().SWITCHYARD_PROMPT_CACHE_KEY);
  const stored = Buffer.isBuffer(answer)
    ? decodeStored(sealer, namespace.name, answer, 0)
    : undefined;
  const counted = /^(\d+):(\d+):(\d+)$/.exec(Buffer.isBuffer(hits) ? hits.toString() : "");
  return {
    id,
    namespace: namespace.name,
    model,
    operation,
    prompt: cut(prompt, chars),
    answer: stored ? cut(textOf(operation, stored.body), chars) : "",
    hits: Number(counted?.[1] ?? 0),
    saved: Number(counted?.[2] ?? 0),
    createdAt: new Date(at).toISOString(),
    expiresAt: new Date(expiresAt).toISOString(),
    ...(counted && { lastHitAt: new Date(Number(counted[3])).toISOString() }),
  };
}

/** What people read of it: of a stored stream the text of its pieces. */
function textOf(operation: string, body: Buffer): string {
  if (operation !== "invoke-stream") return answerText(body.toString("utf8"));
  try {
    return frameDecoder()
      .feed(body)
      .map(({ body: frame }) => {
        const { bytes } = JSON.parse(Buffer.from(frame).toString("utf8")) as { bytes?: string };
        return pieceText(Buffer.from(bytes ?? "", "base64").toString("utf8"));
      })
      .join("");
  } catch {
    return "";
  }
}
