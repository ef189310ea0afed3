import "server-only";
import type { KeyedRequest } from "@/lib/prompt-cache/key-parts";
import type { CacheOutcome, Step } from "@/lib/prompt-cache/outcome";
import type { KeyPartValue, RequestTrace } from "@/lib/prompt-cache/trace";
import type { PromptRequest } from "./contracts";
import { partValuesOf } from "./key-digests";
import { redactPersonalData } from "./personal-data";
import { newRequestId } from "./request-id";

const PROMPT_LENGTH = 4_000;

/** That a request came. */
export interface Arrival {
  id: string;
  at: number;
  /** `performance.now()` at the start. */
  started: number;
  request: PromptRequest;
}

/** A request on its way; what becomes its trace. */
export interface Draft extends Arrival {
  keyed: KeyedRequest | undefined;
  cache: CacheOutcome;
  score?: number;
  reason?: RequestTrace["reason"];
  candidates: RequestTrace["candidates"];
  samePrompt: RequestTrace["samePrompt"];
  compression?: RequestTrace["compression"];
  steps: RequestTrace["steps"];
  tokens: RequestTrace["tokens"];
  money: RequestTrace["money"];
  status: number;
  shared?: boolean;
  entryId?: string;
  problem?: string;
}

export const arrive = (request: PromptRequest): Arrival => ({
  id: newRequestId(),
  at: Date.now(),
  started: performance.now(),
  request,
});

export function beginDraft({ id, at, started, request }: Arrival, keyed?: KeyedRequest): Draft {
  return {
    id,
    at,
    started,
    request,
    keyed,
    cache: "miss",
    candidates: [],
    samePrompt: [],
    steps: [],
    tokens: { input: 0, output: 0, saved: 0, compressed: 0 },
    money: { spent: 0, saved: 0, overhead: 0 },
    status: 200,
  };
}

/** Notes how long a step took that began at `since` (`performance.now()`). */
export function noteStep(draft: Draft, step: Step, since: number): void {
  draft.steps.push({ step, ms: performance.now() - since });
}

/** The trace of a request that is over. Its parts are hashed when somebody looks at them. */
export function finishTrace(draft: Draft, over = performance.now()): RequestTrace {
  const { request, keyed } = draft;
  const { namespace, call } = request;
  const past = draft.cache === "bypass";
  // Who was past the cache may have been so for what the prompt says.
  const shown = (text: string): string =>
    past
      ? redactPersonalData(text.slice(0, 2 * PROMPT_LENGTH), namespace.settings.personalData).slice(
          0,
          PROMPT_LENGTH,
        )
      : text.slice(0, PROMPT_LENGTH);
  let parts: KeyPartValue[] | undefined;
  return {
    id: draft.id,
    at: new Date(draft.at).toISOString(),
    namespace: namespace.name,
    generation: namespace.generation,
    model: call.modelId,
    operation: call.operation,
    door: request.door,
    keyId: request.keyId,
    cache: draft.cache,
    score: draft.score,
    reason: draft.reason,
    prompt: shown(keyed?.prompt ?? ""),
    normalised: shown(keyed?.normalised ?? ""),
    get parts() {
      parts ??= keyed && draft.reason !== "personal_data" ? partValuesOf(keyed) : [];
      return parts;
    },
    candidates: draft.candidates,
    threshold: namespace.settings.semantic.threshold,
    samePrompt: draft.samePrompt,
    compression: draft.compression,
    steps: draft.steps,
    totalMs: over - draft.started,
    tokens: draft.tokens,
    money: draft.money,
    status: draft.status,
    shared: draft.shared,
    entryId: draft.entryId,
    problem: draft.problem,
  };
}
