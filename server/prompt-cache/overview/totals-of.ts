import "server-only";
import { LATENCY_BUCKETS, percentileMs } from "@/lib/prompt-cache/latency";
import { BYPASS_REASONS, MISS_REASONS } from "@/lib/prompt-cache/outcome";
import {
  LATENCY_LAYERS,
  type Latency,
  type LatencyLayer,
  type OverviewView,
  type Totals,
} from "@/lib/prompt-cache/overview";
import { latencySlot, REASON_SLOTS, SLOT } from "../counters/slots";

/** Counters as screens read them. */
export function totalsOf(counts: Float64Array): Totals {
  const of = (slot: number): number => counts[slot] as number;
  return {
    requests: of(SLOT.requests),
    hashHits: of(SLOT.exactHits),
    semanticHits: of(SLOT.semanticHits),
    compressedMisses: of(SLOT.compressedMisses),
    plainMisses: of(SLOT.plainMisses),
    bypasses: of(SLOT.bypasses),
    failed: of(SLOT.failed),
    tokensIn: of(SLOT.tokensIn),
    tokensOut: of(SLOT.tokensOut),
    tokensSaved: of(SLOT.tokensSaved),
    tokensCompressed: of(SLOT.tokensCompressed),
    spent: of(SLOT.spent),
    saved: of(SLOT.saved),
    overhead: of(SLOT.overhead),
    latency: Object.fromEntries(
      LATENCY_LAYERS.map((layer) => [layer, latencyOf(counts, layer)]),
    ) as Record<LatencyLayer, Latency>,
  };
}

function latencyOf(counts: Float64Array, layer: LatencyLayer): Latency {
  const first = latencySlot(layer);
  const buckets = counts.subarray(first, first + LATENCY_BUCKETS);
  const count = buckets.reduce((sum, each) => sum + each, 0);
  const [p50, p95] = [percentileMs(buckets, 0.5), percentileMs(buckets, 0.95)];
  return { count, ...(p50 !== undefined && { p50 }), ...(p95 !== undefined && { p95 }) };
}

/** Why requests were not answered from the cache; only reasons that there were. */
export const reasonsOf = (counts: Float64Array): OverviewView["reasons"] =>
  [...MISS_REASONS, ...BYPASS_REASONS].flatMap((reason) => {
    const count = counts[REASON_SLOTS[reason] as number] as number;
    return count > 0 ? [{ reason, count }] : [];
  });
