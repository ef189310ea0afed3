import "server-only";
import { LATENCY_BUCKETS, upperEdgeMs } from "@/lib/prompt-cache/latency";
import { LATENCY_LAYERS, type LatencyLayer } from "@/lib/prompt-cache/overview";
import type { Cell } from "./shelf";
import { addCounts, latencySlot, newCounts, SLOT } from "./slots";

const NAMESPACE = "Switchyard/PromptCache";
/** CloudWatch takes at most so many values of one metric in a line. */
const VALUES = 100;

const METRICS: readonly (readonly [
  name: string,
  unit: "Count" | "None",
  slot: number,
  factor?: number,
])[] = [
  ["Requests", "Count", SLOT.requests],
  ["ExactHits", "Count", SLOT.exactHits],
  ["SemanticHits", "Count", SLOT.semanticHits],
  ["CompressedMisses", "Count", SLOT.compressedMisses],
  ["PlainMisses", "Count", SLOT.plainMisses],
  ["Bypasses", "Count", SLOT.bypasses],
  ["Failures", "Count", SLOT.failed],
  ["InputTokens", "Count", SLOT.tokensIn],
  ["OutputTokens", "Count", SLOT.tokensOut],
  ["SavedTokens", "Count", SLOT.tokensSaved],
  ["CompressedTokens", "Count", SLOT.tokensCompressed],
  ["SpentDollars", "None", SLOT.spent, 1e-9],
  ["SavedDollars", "None", SLOT.saved, 1e-9],
  ["OverheadDollars", "None", SLOT.overhead, 1e-9],
];
const LATENCY: Record<LatencyLayer, string> = {
  exact: "ExactHitLatency",
  semantic: "SemanticHitLatency",
  bedrock: "ModelLatency",
  lookup: "LookupLatency",
};

/**
 * Writes counters in CloudWatch's embedded metric format: one line per namespace and model and
 * flush, to a log that CloudWatch reads (a Lambda function's, or a container's).
 */
export class EmfWriter {
  readonly #write: (line: string) => void;
  readonly #now: () => number;
  readonly #sums = new Map<string, { namespace: string; model: string; counts: Float64Array }>();

  constructor(write: (line: string) => void, now: () => number = Date.now) {
    this.#write = write;
    this.#now = now;
  }

  add(namespace: string, cells: readonly Cell[]): void {
    for (const { model, counts } of cells) {
      const key = `${namespace}|${model}`;
      const sum = this.#sums.get(key) ?? { namespace, model, counts: newCounts() };
      addCounts(sum.counts, counts);
      this.#sums.set(key, sum);
    }
  }

  /** Writes what was added since the last time. */
  flush(): void {
    for (const { namespace, model, counts } of this.#sums.values())
      this.#write(emfLine(namespace, model, counts, this.#now()));
    this.#sums.clear();
  }
}

/** One line of JSON. Of more than 100 latencies a proportional choice of 100 stands, so percentiles hold. */
export function emfLine(
  namespace: string,
  model: string,
  counts: Float64Array,
  nowMs: number,
): string {
  const values: Record<string, number | number[]> = {};
  const metrics: { Name: string; Unit: string }[] = [];
  for (const [name, unit, slot, factor = 1] of METRICS) {
    metrics.push({ Name: name, Unit: unit });
    values[name] = (counts[slot] as number) * factor;
  }
  for (const layer of LATENCY_LAYERS) {
    const times = timesOf(counts, latencySlot(layer));
    if (times.length === 0) continue;
    metrics.push({ Name: LATENCY[layer], Unit: "Milliseconds" });
    values[LATENCY[layer]] = times;
  }
  return JSON.stringify({
    _aws: {
      Timestamp: nowMs,
      CloudWatchMetrics: [
        {
          Namespace: NAMESPACE,
          Dimensions: [["Namespace"], ["Namespace", "Model"]],
          Metrics: metrics,
        },
      ],
    },
    Namespace: namespace,
    Model: model,
    ...values,
  });
}

/** At most 100 times in milliseconds, evenly taken from the histogram; each the middle of its bucket. */
function timesOf(counts: Float64Array, first: number): number[] {
  let total = 0;
  for (let at = 0; at < LATENCY_BUCKETS; at += 1) total += counts[first + at] as number;
  const taken = Math.min(total, VALUES);
  const times: number[] = [];
  let bucket = 0;
  let below = counts[first] ?? 0;
  for (let at = 0; at < taken; at += 1) {
    const rank = ((at + 0.5) / taken) * total;
    while (below < rank && bucket < LATENCY_BUCKETS - 1) {
      bucket += 1;
      below += counts[first + bucket] as number;
    }
    times.push(upperEdgeMs(bucket) * 0.75);
  }
  return times;
}
