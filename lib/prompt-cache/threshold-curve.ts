import type { CurvePoint, ScoredPair, TuningView } from "./tuning";

/** 0.70 to 1.00 in hundredths. */
export const THRESHOLDS: readonly number[] = Array.from({ length: 31 }, (_, at) => (70 + at) / 100);
/** Fewer labels say nothing about a share. */
export const LABELS_NEEDED = 20;

/** A labelled pair as far as the curve needs it. */
type Scored = Pick<ScoredPair, "score" | "guard" | "label">;

/** A pair at or above the threshold that no guard refused would be served. */
const served = (pair: Scored, threshold: number): boolean =>
  pair.score >= threshold && pair.guard === undefined;

/**
 * Hits and misses had the threshold been another one, and how often people called such hits right.
 * @param recorded one for each request whose nearest neighbour is recorded
 * @param labelled each labelled pair once
 */
export const thresholdCurve = (
  recorded: readonly Scored[],
  labelled: readonly Scored[],
): CurvePoint[] =>
  THRESHOLDS.map((threshold) => {
    const hits = recorded.filter((pair) => served(pair, threshold)).length;
    return { threshold, hits, misses: recorded.length - hits, ...precisionAt(labelled, threshold) };
  });

function precisionAt(
  labelled: readonly Scored[],
  threshold: number,
): Pick<CurvePoint, "precision" | "labelled"> {
  const above = labelled.filter((pair) => pair.label !== undefined && served(pair, threshold));
  if (above.length === 0) return { labelled: 0 };
  const right = above.filter(({ label }) => label === "right").length;
  return { labelled: above.length, precision: right / above.length };
}

/**
 * The lowest threshold that reaches the precision on at least 20 labelled pairs, and from which on no
 * higher one with as many falls below it: a lucky gap further down is no advice.
 */
export function suggestThreshold(
  curve: readonly CurvePoint[],
  precision: number,
): TuningView["suggested"] {
  let best: TuningView["suggested"];
  for (const point of [...curve].sort((a, b) => b.threshold - a.threshold)) {
    if (point.labelled < LABELS_NEEDED || point.precision === undefined) continue;
    if (point.precision < precision) break;
    best = { threshold: point.threshold, precision: point.precision, labelled: point.labelled };
  }
  return best;
}

/** Pairs that would be answered otherwise at `whatIf`, each once, nearest to the threshold in force first. */
export function changedPairs(
  pairs: readonly ScoredPair[],
  threshold: number,
  whatIf: number,
  most = 100,
): ScoredPair[] {
  const [low, high] = [Math.min(threshold, whatIf), Math.max(threshold, whatIf)];
  const once = new Map<string, ScoredPair>();
  for (const pair of pairs)
    if (pair.guard === undefined && pair.score >= low && pair.score < high && !once.has(pair.id))
      once.set(pair.id, pair);
  return [...once.values()]
    .sort((a, b) => Math.abs(a.score - threshold) - Math.abs(b.score - threshold))
    .slice(0, most);
}
