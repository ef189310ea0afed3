import { formatCount, plural } from "@/lib/platform/format";
import type { CurvePoint, ScoredPair, TuningView } from "./tuning";

/** The thresholds that are tried, the same as the curve's ends. */
export const WHAT_IF = { min: 0.7, max: 1, step: 0.01 } as const;

/** The curve's point at a threshold, or the nearest one. */
export const pointAt = (curve: readonly CurvePoint[], threshold: number): CurvePoint | undefined =>
  curve.reduce<CurvePoint | undefined>(
    (best, point) =>
      !best || Math.abs(point.threshold - threshold) < Math.abs(best.threshold - threshold)
        ? point
        : best,
    undefined,
  );

type Asked = Pick<TuningView, "curve" | "recorded" | "threshold">;

/** What another threshold would have changed, and what people said of the pairs in between. */
export function whatIfSentence(
  { curve, recorded, threshold }: Asked,
  whatIf: number,
  changes: readonly ScoredPair[],
): string {
  const at = `At ${whatIf.toFixed(2)}`;
  const [now, then] = [pointAt(curve, threshold), pointAt(curve, whatIf)];
  if (recorded === 0 || !now || !then)
    return `${at}, nothing can be said yet: no request's nearest neighbour is recorded.`;
  const requests = plural(recorded, "request");
  const more = then.hits - now.hits;
  if (more === 0) return `${at}, none of ${requests} would have been answered otherwise.`;
  const count = formatCount(Math.abs(more));
  const told =
    more > 0
      ? `${at}, ${count} more of ${requests} would have been answered`
      : `${at}, ${count} fewer of ${requests} would have been answered`;
  return `${told}${labelWords(changes)}.`;
}

function labelWords(changes: readonly ScoredPair[]): string {
  const wrong = changes.filter(({ label }) => label === "wrong").length;
  const right = changes.filter(({ label }) => label === "right").length;
  if (wrong + right === 0) return changes.length === 0 ? "" : "; none of the pairs is labelled yet";
  const is = (count: number) => `${formatCount(count)} ${count === 1 ? "is" : "are"}`;
  return wrong === 0
    ? `; of their pairs, ${is(right)} labelled right and none wrong`
    : `; of their pairs, ${is(wrong)} labelled wrong${right > 0 ? ` and ${formatCount(right)} right` : ""}`;
}

/** Pairs that were labelled at all: those at or above the lowest threshold. */
export const labelledIn = (curve: readonly CurvePoint[]): number =>
  curve.reduce((most, { labelled }) => Math.max(most, labelled), 0);
