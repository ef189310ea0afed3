import type { PreparedChart } from "@/lib/platform/chart";
import { formatLatency } from "@/lib/platform/format";
import { LATENCY_LAYERS, type LatencyLayer, type OverviewView } from "./overview";
import { preparePoints } from "./prepare-points";

export const LAYER_TEXT: Record<LatencyLayer, string> = {
  exact: "Exact hit",
  semantic: "Semantic hit",
  bedrock: "Model",
  lookup: "Look-up in Redis",
};

const SERIES = LATENCY_LAYERS.flatMap((layer) => [
  { key: `${layer}.p50`, label: `${LAYER_TEXT[layer]}, p50`, dash: "solid" as const },
  { key: `${layer}.p95`, label: `${LAYER_TEXT[layer]}, p95`, dash: "dashed" as const },
]);

/** Milliseconds per bucket, p50 and p95 of each layer; to be drawn on a logarithmic axis. */
export function prepareLatency(view: OverviewView): PreparedChart {
  const { latency } = view.total;
  return {
    title: "Latency by layer",
    summary: sentence(latency),
    unit: "ms",
    kind: "line",
    series: SERIES,
    points: preparePoints(
      view,
      SERIES.map(({ key }) => key),
      (bucket) =>
        Object.fromEntries(
          LATENCY_LAYERS.flatMap((layer) => [
            [`${layer}.p50`, bucket.latency[layer].p50],
            [`${layer}.p95`, bucket.latency[layer].p95],
          ]),
        ),
    ),
    empty: LATENCY_LAYERS.every((layer) => latency[layer].count === 0),
  };
}

function sentence(latency: OverviewView["total"]["latency"]): string {
  const told = (["exact", "semantic", "bedrock"] as const)
    .filter((layer) => latency[layer].count > 0)
    .map((layer) => {
      const { p50, p95 } = latency[layer];
      return `${LAYER_TEXT[layer].toLowerCase()} ${formatLatency(p50)} (p95 ${formatLatency(p95)})`;
    });
  if (told.length === 0) return "No time was measured in this range.";
  const text = `Half of the answers came within: ${told.join(", ")}`;
  const { p50: hit } = latency.exact;
  const { p50: model } = latency.bedrock;
  const faster = hit && model ? Math.round(model / hit) : 0;
  return faster > 1
    ? `${text}; an exact hit is ${new Intl.NumberFormat("en-GB").format(faster)} times as fast as the model.`
    : `${text}.`;
}
