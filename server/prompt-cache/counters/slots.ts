import "server-only";
import { LATENCY_BUCKETS } from "@/lib/prompt-cache/latency";
import { BYPASS_REASONS, MISS_REASONS } from "@/lib/prompt-cache/outcome";
import { LATENCY_LAYERS, type LatencyLayer } from "@/lib/prompt-cache/overview";

/**
 * The counters of one model in one minute: one slot each in an array of numbers, so that counting a
 * request is a handful of additions. In Redis a slot is the field `<model>|<its name here>`.
 */
const NAMES = [
  "-|req",
  "exact|hit",
  "semantic|hit",
  "-|cmiss",
  "-|pmiss",
  "-|byp",
  "-|fail",
  "-|tin",
  "-|tout",
  "-|tsav",
  "-|tcmp",
  "-|spent",
  "-|saved",
  "-|over",
  "-|traced",
  ...[...MISS_REASONS, ...BYPASS_REASONS].map((reason) => `-|r.${reason}`),
  ...LATENCY_LAYERS.map((layer) => `${layer}|us`),
  ...LATENCY_LAYERS.flatMap((layer) =>
    Array.from({ length: LATENCY_BUCKETS }, (_, bucket) => `${layer}|l${bucket}`),
  ),
] as const;

export const SLOT_NAMES: readonly string[] = NAMES;
export const SLOT_COUNT = SLOT_NAMES.length;
const byName = new Map(SLOT_NAMES.map((name, slot) => [name, slot]));

/** The slot of a field's name without its model; undefined for one that this version does not know. */
export const slotOf = (name: string): number | undefined => byName.get(name);

const slot = (name: string): number => byName.get(name) as number;

export const SLOT = {
  requests: slot("-|req"),
  exactHits: slot("exact|hit"),
  semanticHits: slot("semantic|hit"),
  compressedMisses: slot("-|cmiss"),
  plainMisses: slot("-|pmiss"),
  bypasses: slot("-|byp"),
  failed: slot("-|fail"),
  tokensIn: slot("-|tin"),
  tokensOut: slot("-|tout"),
  tokensSaved: slot("-|tsav"),
  tokensCompressed: slot("-|tcmp"),
  spent: slot("-|spent"),
  saved: slot("-|saved"),
  overhead: slot("-|over"),
  /** Requests whose trace is kept. */
  traced: slot("-|traced"),
} as const;

/** By reason. */
export const REASON_SLOTS: Readonly<Record<string, number>> = Object.fromEntries(
  [...MISS_REASONS, ...BYPASS_REASONS].map((reason) => [reason, slot(`-|r.${reason}`)]),
);

/** First of the layer's latency buckets; the others follow. */
export const latencySlot = (layer: LatencyLayer): number => slot(`${layer}|l0`);
/** Microseconds of the layer, all together. */
export const microsSlot = (layer: LatencyLayer): number => slot(`${layer}|us`);

export const newCounts = (): Float64Array => new Float64Array(SLOT_COUNT);

/** Adds `more` to `sum`, slot by slot. */
export function addCounts(sum: Float64Array, more: Float64Array): void {
  for (let at = 0; at < SLOT_COUNT; at += 1) sum[at] = (sum[at] as number) + (more[at] as number);
}
