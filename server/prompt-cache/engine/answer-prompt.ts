import "server-only";
import type { BypassReason } from "@/lib/prompt-cache/outcome";
import { type Admission, admit } from "./admit";
import { askModel } from "./ask-model";
import type { PromptAnswer, PromptRequest } from "./contracts";
import { RedisAway } from "./guarded-redis";
import { digestsOf } from "./key-digests";
import { lead } from "./lead";
import { recall, remember } from "./recall";
import { exactEntryKey } from "./redis-keys";
import type { Runtime } from "./runtime";
import { draftOf, serveHit } from "./serve-stored";
import { shareFlight } from "./share-flight";
import { decodeStored } from "./stored-answer";
import { arrive, beginDraft, type Draft } from "./trace-draft";

/**
 * Answers one prompt: by an equal one, by a similar one, or by the model. See `PromptCache.answer`.
 * A hash hit is one round trip to Redis and waits for nothing else.
 */
export async function answerPrompt(
  runtime: Runtime,
  request: PromptRequest,
): Promise<PromptAnswer> {
  request.call.signal?.throwIfAborted();
  const arrival = arrive(request);
  const recalled = recall(request);
  const { keyed, bypass }: Admission = recalled ?? admit(request, runtime.limits.requestBytes);
  if (bypass || !keyed) return passBy(runtime, beginDraft(arrival, keyed), bypass ?? "no_prompt");

  const digests = recalled?.digests ?? digestsOf(keyed);
  const key = recalled?.key ?? exactEntryKey(request.namespace, digests.exactKey);
  const look = { arrival, keyed, asked: performance.now(), answered: 0 };
  let away = false;
  try {
    const value = await runtime.redis.get(key);
    look.answered = performance.now();
    const stored = value && decodeStored(runtime.sealer, request.namespace.name, value);
    if (stored) {
      if (!recalled) remember(request, { keyed, digests, key });
      return serveHit(runtime, look, stored) ?? passBy(runtime, draftOf(look), "asked");
    }
    // Damaged, or sealed with another key: no use to anybody.
    if (value) runtime.background(runtime.redis.batch([["UNLINK", key]]));
  } catch (error) {
    look.answered = performance.now();
    away = error instanceof RedisAway;
    // Something that is no string stands there; it is as good as nothing, and makes room.
    if (!away) runtime.background(runtime.redis.batch([["UNLINK", key]]));
  }
  const draft = draftOf(look);
  return shareFlight(runtime, draft, key, (flight) =>
    lead(runtime, { draft, keyed, digests, key, away, flight }),
  );
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
