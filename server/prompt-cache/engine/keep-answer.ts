import "server-only";
import type { KeyedRequest } from "@/lib/prompt-cache/key-parts";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import type { Embedder, VectorIndex } from "./contracts";
import { isReply } from "./guarded-redis";
import type { RequestDigests } from "./key-digests";
import type { Runtime } from "./runtime";
import type { StoredAnswer } from "./stored-answer";
import { writeEntry } from "./write-entry";

export interface Kept {
  namespace: Namespace;
  keyed: KeyedRequest;
  digests: RequestDigests;
  answer: StoredAnswer;
  vector?: Float32Array;
  embedder?: Embedder;
  index?: VectorIndex;
  /** Contexts known for the same prompt already. */
  contexts: number;
}

/** Writes an answer back and tells the index of it. Gives one sentence when it could not; never throws. */
export async function keepAnswer(runtime: Runtime, kept: Kept): Promise<string | undefined> {
  const { namespace, answer, digests, vector, embedder, index } = kept;
  if (answer.body.length > namespace.settings.limits.answerBytes)
    return "The answer is larger than this namespace keeps.";
  try {
    await writeEntry(runtime.redis, runtime.sealer, {
      namespace,
      keyed: kept.keyed,
      digests,
      answer,
      contexts: kept.contexts,
      ...(vector && embedder && { semantic: { vector, embedderId: embedder.id } }),
    });
  } catch (error) {
    if (!isReply(error)) return "Redis did not answer: the answer was not stored.";
    // A transaction tells in EXECABORT that one of its commands was refused; only memory does that here.
    return /OOM|EXECABORT/.test(error.message)
      ? "Redis is full: the answer was not stored."
      : "Redis refused to store the answer.";
  }
  try {
    if (vector && index)
      await index.add({
        entryId: answer.facts.entryId,
        contextKey: digests.contextKey,
        vector,
        expiresAt: answer.expiresAt,
      });
  } catch {
    // Stored all the same: this index learns of it from the log.
  }
  return undefined;
}

/** What of an answer's headers a later hit repeats; the rest belonged to that one call. */
export function keptHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => name === "content-type" || name.startsWith("x-amzn-bedrock-"),
    ),
  );
}
