import "server-only";
import { randomBytes } from "node:crypto";
import type { KeyedRequest } from "@/lib/prompt-cache/key-parts";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import type { RedisCommand, RedisCommands } from "@/server/redis/commands";
import { digestTable, promptDigestOf, type RequestDigests, shownPartsOf } from "./key-digests";
import {
  entryKey,
  exactEntryKey,
  idsKey,
  LOG_LENGTH,
  logKey,
  namespaceTag,
  samePromptKey,
} from "./redis-keys";
import type { Sealer } from "./sealer";
import { encodeStored, type StoredAnswer, sealParts, sealPrompt } from "./stored-answer";

/** Contexts that are remembered per prompt for the key diff: a "yes" may stand in thousands of conversations. */
export const SAME_PROMPT_CONTEXTS = 32;

export const newEntryId = (): string => randomBytes(12).toString("base64url");

export interface NewEntry {
  namespace: Namespace;
  keyed: KeyedRequest;
  digests: RequestDigests;
  answer: StoredAnswer;
  /** Absent: only equal prompts find the entry. */
  semantic?: { vector: Float32Array; embedderId: string };
  /** Contexts known for the same prompt already. */
  contexts: number;
}

/** Stores an answer with all that belongs to it in one transaction; everything expires together. */
export async function writeEntry(
  redis: RedisCommands,
  sealer: Sealer,
  entry: NewEntry,
): Promise<void> {
  const { namespace, keyed, digests, answer, semantic } = entry;
  const { facts, expiresAt } = answer;
  const { entryId, storedAt } = facts;
  const key = entryKey(namespace, entryId);
  const fields: (string | number | Buffer)[] = [
    ...["ctx", digests.contextKey, "ns", namespaceTag(namespace.name), "x", digests.exactKey],
    ...["pd", promptDigestOf(keyed)],
    ...["prompt", sealPrompt(sealer, namespace.name, keyed.prompt)],
    ...["parts", sealParts(sealer, namespace.name, shownPartsOf(keyed))],
    ...["model", facts.model, "op", keyed.family, "at", storedAt, "exp", expiresAt],
    ...["bytes", answer.body.length, "in", facts.inputTokens, "out", facts.outputTokens],
  ];
  if (semantic) fields.push("emb", semantic.embedderId, "vec", littleEndian(semantic.vector));

  const commands: RedisCommand[] = [
    [
      "SET",
      exactEntryKey(namespace, digests.exactKey),
      encodeStored(sealer, namespace.name, answer),
      "PXAT",
      expiresAt,
    ],
    ["HSET", key, ...fields],
    ["PEXPIREAT", key, expiresAt],
    ["ZADD", idsKey(namespace), expiresAt, entryId],
    ["ZREMRANGEBYSCORE", idsKey(namespace), "-inf", Date.now()],
    // What outlives its last entry is of no use.
    ["PEXPIREAT", idsKey(namespace), expiresAt, "NX"],
    ["PEXPIREAT", idsKey(namespace), expiresAt, "GT"],
  ];
  if (semantic)
    commands.push(
      ["XADD", logKey(namespace), "MAXLEN", "~", LOG_LENGTH, "*", "add", entryId],
      ["PEXPIREAT", logKey(namespace), expiresAt, "NX"],
      ["PEXPIREAT", logKey(namespace), expiresAt, "GT"],
    );
  if (entry.contexts < SAME_PROMPT_CONTEXTS) {
    const same = samePromptKey(namespace, promptDigestOf(keyed));
    const known = JSON.stringify({ e: entryId, d: digestTable(keyed) });
    commands.push(
      ["HSET", same, digests.contextKey, known],
      ["PEXPIREAT", same, expiresAt, "NX"],
      ["PEXPIREAT", same, expiresAt, "GT"],
    );
  }
  await redis.atomic(commands);
}

/** Every machine this runs on is little-endian, and so is what searches on the server read. */
const littleEndian = (vector: Float32Array): Buffer =>
  Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
