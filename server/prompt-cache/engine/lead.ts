import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { KeyedRequest } from "@/lib/prompt-cache/key-parts";
import { askModel } from "./ask-model";
import { type Claim, claimOrWait, lookAlone } from "./claim";
import type { PromptAnswer } from "./contracts";
import { findSimilar, type Similar } from "./find-similar";
import type { Flight } from "./flights";
import { RedisAway } from "./guarded-redis";
import { keepAnswer, keptHeaders } from "./keep-answer";
import { digestTable, promptDigestOf, type RequestDigests } from "./key-digests";
import { promoteEntry } from "./promote-entry";
import { claimKey, samePromptKey } from "./redis-keys";
import type { Runtime } from "./runtime";
import { differencesFrom } from "./same-prompt";
import { serveStored } from "./serve-stored";
import { shortenPrompt } from "./shorten-prompt";
import { decodeStored, type StoredAnswer } from "./stored-answer";
import { type Draft, noteStep } from "./trace-draft";
import { newEntryId } from "./write-entry";

export interface Leading {
  draft: Draft;
  keyed: KeyedRequest;
  digests: RequestDigests;
  /** The exact layer's key in Redis. */
  key: string;
  /** Redis did not answer the first look. */
  away: boolean;
  /** Absent for a request that goes alone, after a flight that brought nothing. */
  flight?: Flight;
}

interface Ground {
  claim?: Claim;
  contexts: number;
  similar: Similar;
}

/** A request that no equal one answers yet: looks for a similar one, then asks the model and keeps its answer. */
export async function lead(runtime: Runtime, leading: Leading): Promise<PromptAnswer> {
  const { draft } = leading;
  let ground: Ground = { contexts: 0, similar: {} };
  if (!leading.away) {
    try {
      const explored = await explore(runtime, leading);
      if ("answer" in explored) return explored.answer;
      ground = explored;
      draft.reason = ground.similar.reason;
      if (draft.samePrompt.length > 0 && isVague(draft.reason)) draft.reason = "key_differs";
    } catch (error) {
      if (!(error instanceof RedisAway)) throw error;
      leading.away = true;
    }
  }
  if (leading.away) {
    draft.cache = "bypass";
    draft.reason = "redis_down";
  }
  return askAndKeep(runtime, leading, ground);
}

/** Reasons that say less than "the same prompt is stored under another key". */
const isVague = (reason: Draft["reason"]): boolean =>
  reason === "nothing_stored" || reason === "below_threshold" || reason === "exact_only";

/** Claims the question and looks for a similar one. Gives an answer when there is one already. */
async function explore(
  runtime: Runtime,
  { draft, keyed, digests, key, flight }: Leading,
): Promise<Ground | { answer: PromptAnswer }> {
  const { namespace } = draft.request;
  const keys = {
    claim: claimKey(namespace, digests.exactKey),
    exact: key,
    samePrompt: samePromptKey(namespace, promptDigestOf(keyed)),
  };
  // A flight that brought nothing to share ended a moment ago: one more turn each would take long.
  const claimed = flight
    ? await claimOrWait(runtime.redis, keys, runtime.limits.claimMs)
    : await lookAlone(runtime.redis, keys);
  const { claim, value, waited } = claimed;
  const settle = (answer: StoredAnswer, cache: "hash_hit" | "semantic_hit", score?: number) => {
    const served = serveStored(runtime, draft, answer, { cache, score, shared: waited });
    if (!served) return undefined;
    flight?.land({ kind: "answer", answer, cache, score });
    return { answer: served };
  };
  const stored = value && decodeStored(runtime.sealer, namespace.name, value);
  const answered = stored && settle(stored, "hash_hit");
  if (answered) {
    flight?.close();
    return answered;
  }

  const contexts = claimed.samePrompt.length / 2;
  // Most often a prompt is stored nowhere, and hashing its parts would explain nothing.
  if (contexts > 0) draft.samePrompt = differencesFrom(digestTable(keyed), claimed.samePrompt);
  try {
    const similar = await findSimilar(runtime, draft, keyed, digests);
    if (!similar.hit) return { claim, contexts, similar };
    const { answer, score, exactKey: from } = similar.hit;
    const to = digests.exactKey;
    const similarly = settle(answer, "semantic_hit", score);
    if (!similarly) return { claim, contexts, similar: { ...similar, reason: "exact_only" } };
    const { entryId } = answer.facts;
    // The answer goes first. Who asks the same at this moment still has it from the flight.
    const over = nextTurn().then(() => {
      const promoted = promoteEntry(runtime.redis, namespace, entryId, { from, to });
      flight?.close();
      return promoted.catch(() => {}).then(() => claim?.release());
    });
    runtime.background(over);
    if (draft.request.waitForWrite) await over;
    return similarly;
  } catch (error) {
    await claim?.release();
    throw error;
  }
}

function askAndKeep(
  runtime: Runtime,
  { draft, keyed, digests, away, flight }: Leading,
  { claim, contexts, similar }: Ground,
): Promise<PromptAnswer> {
  const { call, namespace } = draft.request;
  return askModel(runtime, {
    draft,
    body: shortened(runtime, draft, keyed),
    finishMs: runtime.limits.finishAfterCancelMs,
    flight,
    async keep(answer, collected, modelMs) {
      const storedAt = Date.now();
      const stored: StoredAnswer = {
        facts: {
          entryId: newEntryId(),
          family: keyed.family,
          model: call.modelId,
          headers: keptHeaders(answer.headers),
          inputTokens: collected.inputTokens,
          outputTokens: collected.outputTokens,
          storedAt,
          modelMs: Math.round(modelMs),
        },
        expiresAt: storedAt + namespace.settings.ttlSeconds * 1_000,
        body: collected.body,
      };
      const cache = away ? "bypass" : "miss";
      if (away) return flight?.land({ kind: "answer", answer: stored, cache });
      const writing = performance.now();
      const { vector, embedder, index } = similar;
      const kept = keepAnswer(runtime, {
        ...{ namespace, keyed, digests, contexts, vector, embedder, index },
        answer: stored,
      });
      flight?.land({ kind: "answer", answer: stored, cache });
      const problem = await kept;
      if (problem) draft.problem = problem;
      else draft.entryId = stored.facts.entryId;
      noteStep(draft, "write_back", writing);
    },
    async settle() {
      flight?.close();
      await claim?.release();
    },
  });
}

/** Only the text that the user wrote last, only where the namespace wants it, and never longer than it came. */
function shortened({ parts }: Runtime, draft: Draft, keyed: KeyedRequest): Uint8Array {
  const { request } = draft;
  const plain = keyed.family === "converse" && keyed.parts.attachments === "";
  if (!plain || !request.namespace.settings.compression.enabled) return request.call.body;
  const began = performance.now();
  const shorter = shortenPrompt(request, keyed.prompt, parts.compress, parts.countTokens);
  noteStep(draft, "compression", began);
  draft.compression = shorter?.compression;
  return shorter?.body ?? request.call.body;
}
