import "server-only";
import { EDGE_PHRASES, FILLER_PHRASES } from "@/lib/prompt-cache/filler-phrases";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import { countFillers, suggestFillers } from "@/lib/prompt-cache/suggest-fillers";
import { changedPairs, suggestThreshold, thresholdCurve } from "@/lib/prompt-cache/threshold-curve";
import type { FillerPhrase, ScoredPair, TuningQuery, TuningView } from "@/lib/prompt-cache/tuning";
import { countTokens } from "./engine/count-tokens";
import { redisProblem } from "./entries/redis-problem";
import { readLabels } from "./labels/read-labels";
import { findNamespace } from "./namespaces/find-namespace";
import { readPairs } from "./traces/read-pairs";
import { walkTraces } from "./traces/walk-traces";
import { guardsOf } from "./tuning/guards-of";

/** Recent misses whose prompts are looked through for phrases. */
const MISSES = 1_000;

/**
 * What a threshold would do, from scores recorded of real requests and from what people said of pairs.
 * @throws AppError not_found (namespace), upstream
 */
export async function readTuning({ input }: { input: TuningQuery }): Promise<TuningView> {
  const namespace = await findNamespace(input.namespace);
  const labels = await readLabels(namespace.name);
  const [recorded, prompts] = await Promise.all([
    readPairs(namespace.name),
    recentMisses(namespace.name),
  ]).catch((error) => {
    throw redisProblem(error, "Recorded scores can be shown again when it does");
  });
  const { threshold } = namespace.settings.semantic;
  const labelOf = new Map(labels.map(({ pairId, label }) => [pairId, label]));
  const guard = await guardsOf(namespace, [
    ...recorded.filter((pair) => !pair.served && pair.guard === undefined),
    ...labels.map(({ pairId: id, asked, stored }) => ({ id, asked, stored })),
  ]);
  const pairs = recorded.map((pair): ScoredPair => {
    const label = labelOf.get(pair.id);
    const refusal = pair.guard ?? (pair.served ? undefined : guard(pair.id));
    return { ...pair, ...(refusal !== undefined && { guard: refusal }), ...(label && { label }) };
  });
  // A label counts for good, so its pair is guarded anew: its record may be gone, and guards get better.
  const labelled = labels.map(({ pairId, score, label }) => {
    const refusal = guard(pairId);
    return { score, label, ...(refusal !== undefined && { guard: refusal }) };
  });
  const curve = thresholdCurve(pairs, labelled);
  const suggested = suggestThreshold(curve, input.precision);
  return {
    namespace: namespace.name,
    threshold,
    recorded: pairs.length,
    curve,
    changes: input.whatIf === undefined ? [] : changedPairs(pairs, threshold, input.whatIf),
    ...(suggested && { suggested }),
    fillers: fillersOf(namespace, prompts),
  };
}

async function recentMisses(namespace: string): Promise<string[]> {
  const prompts: string[] = [];
  for await (const { trace } of walkTraces([namespace])) {
    if (trace?.cache === "miss" && trace.prompt !== "") prompts.push(trace.prompt);
    if (prompts.length >= MISSES) break;
  }
  return prompts;
}

/** Phrases in use with what they save, then what more might be taken out. */
function fillersOf({ settings }: Namespace, prompts: string[]): FillerPhrase[] {
  const { phrases, keep } = settings.compression;
  const kept = new Set(keep.map((phrase) => phrase.toLowerCase()));
  const builtIn = [...FILLER_PHRASES, ...EDGE_PHRASES].filter((phrase) => !kept.has(phrase));
  const inUse = countFillers(
    prompts,
    [
      ...builtIn.map((phrase) => ({ phrase, origin: "built-in" as const })),
      ...phrases.map((phrase) => ({ phrase, origin: "namespace" as const })),
    ],
    countTokens,
  ).filter(({ count, origin }) => count > 0 || origin === "namespace");
  const suggested = suggestFillers(prompts, { known: [...phrases, ...keep], count: countTokens });
  return [...inUse, ...suggested];
}
