import "server-only";
import type { BypassReason } from "@/lib/prompt-cache/outcome";
import { admit } from "./admit";
import { askModel } from "./ask-model";
import type { PromptAnswer, PromptRequest } from "./contracts";
import { RedisAway } from "./guarded-redis";
import { digestsOf } from "./key-digests";
import { lead } from "./lead";
import { exactEntryKey } from "./redis-keys";
import type { Runtime } from "./runtime";
import { serveStored } from "./serve-stored";
import { shareFlight } from "./share-flight";
import { decodeStored } from "./stored-answer";
import { beginDraft, type Draft, noteStep } from "./trace-draft";

/**
 * Answers one prompt: by an equal one, by a similar one, or by the model. See `PromptCache.answer`.
 * A hash hit is one round trip to Redis and waits for nothing else.
 */
export async function answerPrompt(
  runtime: Runtime,
  request: PromptRequest,
): Promise<PromptAnswer> {
  request.call.signal?.throwIfAborted();
  const draft = beginDraft(request);
  const { keyed, bypass } = admit(request, runtime.limits.requestBytes);
  draft.keyed = keyed;
  if (bypass || !keyed) return passBy(runtime, draft, bypass ?? "no_prompt");

  const digests = digestsOf(keyed);
  const key = exactEntryKey(request.namespace, digests.exactKey);
  const looked = performance.now();
  const found = await readExact(runtime, key);
  noteStep(draft, "exact", looked);
  const away = found === "away";
  if (Buffer.isBuffer(found)) {
    const stored = decodeStored(runtime.sealer, request.namespace.name, found);
    if (stored) {
      const served = serveStored(runtime, draft, stored, { cache: "hash_hit" });
      return served ?? passBy(runtime, draft, "asked");
    }
    // Damaged, or sealed with another key: no use to anybody.
    runtime.background(runtime.redis.batch([["UNLINK", key]]));
  }
  return shareFlight(runtime, draft, key, (flight) =>
    lead(runtime, { draft, keyed, digests, key, away, flight }),
  );
}

/** What is not a string under the key is as good as nothing, and makes room. */
async function readExact(runtime: Runtime, key: string): Promise<Buffer | "away" | null> {
  try {
    return await runtime.redis.get(key);
  } catch (error) {
    if (error instanceof RedisAway) return "away";
    runtime.background(runtime.redis.batch([["UNLINK", key]]));
    return null;
  }
}

/** Straight to the model: neither looked up nor kept, and over when its caller leaves. */
export function passBy(
  runtime: Runtime,
  draft: Draft,
  reason: BypassReason,
): Promise<PromptAnswer> {
  draft.cache = "bypass";
  draft.reason = reason;
  return askModel(runtime, { draft, body: draft.request.call.body, finishMs: 0 });
}
