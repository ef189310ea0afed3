import "server-only";
import { LATENCY_BUCKETS, upperEdgeMs } from "@/lib/prompt-cache/latency";
import { BYPASS_REASONS, MISS_REASONS } from "@/lib/prompt-cache/outcome";
import { LATENCY_LAYERS, type LatencyLayer } from "@/lib/prompt-cache/overview";
import type { MetricFamily, MetricSample } from "@/server/platform/metrics";
import type { Cell } from "./shelf";
import { addCounts, latencySlot, microsSlot, newCounts, REASON_SLOTS, SLOT } from "./slots";

interface Total {
  namespace: string;
  model: string;
  counts: Float64Array;
}

/** What this process counted since it started, by namespace and model. */
export class ProcessTotals {
  readonly #totals = new Map<string, Total>();

  add(namespace: string, cells: readonly Cell[]): void {
    for (const { model, counts } of cells) {
      const key = `${namespace}|${model}`;
      const total = this.#totals.get(key) ?? { namespace, model, counts: newCounts() };
      addCounts(total.counts, counts);
      this.#totals.set(key, total);
    }
  }

  families(): MetricFamily[] {
    return [
      this.#counter("requests_total", "Requests by how they were answered.", [
        ["outcome", "hash_hit", SLOT.exactHits],
        ["outcome", "semantic_hit", SLOT.semanticHits],
        ["outcome", "compressed_miss", SLOT.compressedMisses],
        ["outcome", "plain_miss", SLOT.plainMisses],
        ["outcome", "bypass", SLOT.bypasses],
      ]),
      this.#counter(
        "misses_total",
        "Misses by reason.",
        MISS_REASONS.map((reason) => ["reason", reason, REASON_SLOTS[reason] as number]),
      ),
      this.#counter(
        "bypasses_total",
        "Requests past the cache by reason.",
        BYPASS_REASONS.map((reason) => ["reason", reason, REASON_SLOTS[reason] as number]),
      ),
      this.#counter("failures_total", "Requests that the model answered with an error.", [
        ["kind", "model", SLOT.failed],
      ]),
      this.#counter("tokens_total", "Tokens, saved and compressed ones partly estimated.", [
        ["kind", "input", SLOT.tokensIn],
        ["kind", "output", SLOT.tokensOut],
        ["kind", "saved", SLOT.tokensSaved],
        ["kind", "compressed", SLOT.tokensCompressed],
      ]),
      this.#counter(
        "dollars_total",
        "US dollars; net savings are saved less overhead.",
        [
          ["kind", "spent", SLOT.spent],
          ["kind", "saved", SLOT.saved],
          ["kind", "overhead", SLOT.overhead],
        ],
        1e-9,
      ),
      this.#latency(),
    ];
  }

  #counter(
    name: string,
    help: string,
    values: (readonly [label: string, value: string, slot: number])[],
    unit = 1,
  ): MetricFamily {
    const samples = [...this.#totals.values()].flatMap(({ namespace, model, counts }) =>
      values
        .filter(([, , slot]) => counts[slot] !== 0)
        .map(
          ([label, value, slot]): MetricSample => ({
            labels: { namespace, model, [label]: value },
            value: (counts[slot] as number) * unit,
          }),
        ),
    );
    return { name: `switchyard_prompt_${name}`, help, type: "counter", samples };
  }

  #latency(): MetricFamily {
    const samples = [...this.#totals.values()].flatMap((total) =>
      LATENCY_LAYERS.flatMap((layer) => histogram(total, layer)),
    );
    return {
      name: "switchyard_prompt_latency_seconds",
      help: "Latency of hits (whole requests), of the model, and of the look-up in Redis.",
      type: "histogram",
      samples,
    };
  }
}

function histogram({ namespace, model, counts }: Total, layer: LatencyLayer): MetricSample[] {
  const first = latencySlot(layer);
  const labels = { namespace, model, layer };
  const samples: MetricSample[] = [];
  let below = 0;
  for (let bucket = 0; bucket < LATENCY_BUCKETS; bucket += 1) {
    below += counts[first + bucket] as number;
    const le = bucket === LATENCY_BUCKETS - 1 ? "+Inf" : `${upperEdgeMs(bucket) / 1000}`;
    samples.push({ suffix: "_bucket", labels: { ...labels, le }, value: below });
  }
  if (below === 0) return [];
  const seconds = (counts[microsSlot(layer)] as number) / 1e6;
  return [
    ...samples,
    { suffix: "_sum", labels, value: seconds },
    { suffix: "_count", labels, value: below },
  ];
}
