import "server-only";
import { latencyBucket } from "@/lib/prompt-cache/latency";
import type { RequestTrace } from "@/lib/prompt-cache/trace";
import { latencySlot, microsSlot, REASON_SLOTS, SLOT } from "./slots";

/** Above this a sum is closed and a new one begun, so that no number ever leaves what adds up exactly. */
export const FULL = 2 ** 52;
const LARGEST = 2 ** 51;

const EXACT = latencySlot("exact");
const SEMANTIC = latencySlot("semantic");
const BEDROCK = latencySlot("bedrock");
const LOOKUP = latencySlot("lookup");
const EXACT_US = microsSlot("exact");
const SEMANTIC_US = microsSlot("semantic");
const BEDROCK_US = microsSlot("bedrock");
const LOOKUP_US = microsSlot("lookup");

/**
 * Adds one request to the counters. A request counts once among hits, compressed misses, plain
 * misses and bypasses; `failed` says of a miss or bypass that the model answered with an error.
 */
export function countRequest(counts: Float64Array, trace: RequestTrace): void {
  add(counts, SLOT.requests, 1);
  const { cache, tokens, money, steps, totalMs } = trace;
  if (cache === "hash_hit") {
    add(counts, SLOT.exactHits, 1);
    time(counts, EXACT, EXACT_US, totalMs);
  } else if (cache === "semantic_hit") {
    add(counts, SLOT.semanticHits, 1);
    time(counts, SEMANTIC, SEMANTIC_US, totalMs);
  } else {
    const shortened =
      trace.compression !== undefined && trace.compression.after < trace.compression.before;
    add(
      counts,
      cache === "bypass" ? SLOT.bypasses : shortened ? SLOT.compressedMisses : SLOT.plainMisses,
      1,
    );
    const reason = trace.reason === undefined ? undefined : REASON_SLOTS[trace.reason];
    if (reason !== undefined) add(counts, reason, 1);
    if (trace.status >= 400) add(counts, SLOT.failed, 1);
  }
  add(counts, SLOT.tokensIn, whole(tokens.input));
  add(counts, SLOT.tokensOut, whole(tokens.output));
  add(counts, SLOT.tokensSaved, whole(tokens.saved));
  add(counts, SLOT.tokensCompressed, whole(tokens.compressed));
  add(counts, SLOT.spent, whole(money.spent));
  add(counts, SLOT.saved, whole(money.saved));
  add(counts, SLOT.overhead, whole(money.overhead));
  for (let at = 0; at < steps.length; at += 1) {
    const step = steps[at] as RequestTrace["steps"][number];
    if (step.step === "bedrock") time(counts, BEDROCK, BEDROCK_US, step.ms);
    else if (step.step === "exact") time(counts, LOOKUP, LOOKUP_US, step.ms);
  }
}

/** Whether one more request could take a sum beyond what adds up exactly. */
export const isFull = (counts: Float64Array): boolean =>
  (counts[SLOT.spent] as number) >= FULL ||
  (counts[SLOT.saved] as number) >= FULL ||
  (counts[SLOT.overhead] as number) >= FULL ||
  (counts[SLOT.tokensIn] as number) >= FULL ||
  (counts[SLOT.tokensSaved] as number) >= FULL;

function add(counts: Float64Array, slot: number, value: number): void {
  counts[slot] = (counts[slot] as number) + value;
}

function time(counts: Float64Array, first: number, micros: number, ms: number): void {
  add(counts, first + latencyBucket(ms), 1);
  // An hour at most: one nonsense must not spoil an average.
  add(counts, micros, Math.min(whole(ms * 1000), 3_600_000_000));
}

/** A whole number from 0; nonsense is 0. */
const whole = (value: number): number =>
  value > 0 ? (value < LARGEST ? Math.round(value) : LARGEST) : 0;
