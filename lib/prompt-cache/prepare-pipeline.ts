import { formatLatency } from "@/lib/platform/format";
import { formatUsd } from "@/lib/platform/money";
import type { Step } from "./outcome";
import type { RequestTrace } from "./trace";

/** The layers of the pipeline, in the order in which a prompt meets them. */
export const LAYERS = ["exact", "semantic", "compression", "bedrock", "write_back"] as const;
export type Layer = (typeof LAYERS)[number];

export const LAYER_NAMES: Record<Layer, string> = {
  exact: "Exact layer",
  semantic: "Semantic layer",
  compression: "Compression",
  bedrock: "Model",
  write_back: "Write-back",
};

/** `answered`: the answer came from here. `passed`: looked, and went on. `skipped`: not reached, or not used. */
export type LayerState = "answered" | "passed" | "skipped" | "failed";

export interface LayerResult {
  layer: Layer;
  state: LayerState;
  /** One short sentence of what happened there. */
  text: string;
  /** Milliseconds spent; undefined when it was not reached. */
  ms?: number;
}

/** What each layer did with one request. */
export function preparePipeline(trace: RequestTrace): LayerResult[] {
  return LAYERS.map((layer) => ({ layer, ...resultOf(layer, trace), ...timeOf(layer, trace) }));
}

const STEPS_OF: Record<Layer, readonly Step[]> = {
  exact: ["exact"],
  semantic: ["embed", "semantic", "judge"],
  compression: ["compression"],
  bedrock: ["bedrock"],
  write_back: ["write_back"],
};

function timeOf(layer: Layer, { steps }: RequestTrace): { ms?: number } {
  const own = steps.filter(({ step }) => STEPS_OF[layer].includes(step));
  return own.length > 0 ? { ms: own.reduce((sum, { ms }) => sum + ms, 0) } : {};
}

function resultOf(layer: Layer, trace: RequestTrace): Pick<LayerResult, "state" | "text"> {
  switch (layer) {
    case "exact":
      return exact(trace);
    case "semantic":
      return semantic(trace);
    case "compression":
      return compression(trace);
    case "bedrock":
      return bedrock(trace);
    case "write_back":
      return writeBack(trace);
  }
}

const skipped = (text: string) => ({ state: "skipped" as const, text });
const passed = (text: string) => ({ state: "passed" as const, text });

function exact({ cache }: RequestTrace) {
  if (cache === "bypass") return skipped("Went past the cache.");
  if (cache === "hash_hit")
    return { state: "answered" as const, text: "An equal prompt was answered before." };
  return passed("No equal prompt is stored.");
}

function semantic({ cache, score, candidates, threshold, steps, reason }: RequestTrace) {
  if (cache === "hash_hit") return skipped("Not needed.");
  if (cache === "bypass") return skipped("Went past the cache.");
  if (cache === "semantic_hit")
    return {
      state: "answered" as const,
      text: `A similar prompt was answered before: similarity ${(score ?? 0).toFixed(3)}, ${threshold.toFixed(2)} is enough.`,
    };
  if (reason === "embedding_failed")
    return { state: "failed" as const, text: "The prompt could not be embedded." };
  if (!steps.some(({ step }) => step === "semantic" || step === "embed"))
    return skipped("Not used for this request.");
  const [nearest] = candidates;
  if (!nearest)
    return passed(
      reason === "below_threshold"
        ? "What is stored asks something far from it."
        : "Nothing comparable is stored.",
    );
  return passed(
    nearest.why ??
      `The nearest has similarity ${nearest.score.toFixed(3)}; ${threshold.toFixed(2)} is needed.`,
  );
}

function compression({ cache, compression: done }: RequestTrace) {
  if (cache === "hash_hit" || cache === "semantic_hit") return skipped("Not needed.");
  if (!done || done.removed.length === 0) return skipped("Nothing to take out.");
  return passed(`About ${done.before - done.after} of ${done.before} tokens taken out.`);
}

function bedrock({ cache, status, tokens, money, problem, shared }: RequestTrace) {
  if (cache === "hash_hit" || cache === "semantic_hit")
    return skipped(`Not called: ${tokens.saved} tokens and ${formatUsd(money.saved)} saved.`);
  if (status >= 400)
    return { state: "failed" as const, text: problem ?? `Answered with status ${status}.` };
  if (shared) return passed("An equal request was under way; this one shares its answer.");
  return {
    state: "answered" as const,
    text: `${tokens.input} tokens in, ${tokens.output} out, ${formatUsd(money.spent)}.`,
  };
}

function writeBack({ cache, status, steps }: RequestTrace) {
  if (cache === "bypass") return skipped("Not stored.");
  if (cache === "hash_hit") return skipped("Stored already.");
  if (cache === "semantic_hit") return passed("Kept for this wording too.");
  if (status >= 400) return skipped("Failures are never stored.");
  return steps.some(({ step }) => step === "write_back")
    ? passed("Stored with its vector.")
    : skipped("Not stored.");
}

/** `1.4 ms`; a dash for a layer that was not reached. */
export const layerTime = ({ ms }: LayerResult): string => formatLatency(ms);
