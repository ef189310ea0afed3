import type { Totals } from "./overview";

/** How requests were answered, in the order in which they are stacked: hits below, so that the hit rate reads off the axis. */
export const ANSWER_KINDS = ["exact", "semantic", "compressed", "plain", "bypass"] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

/** Words of the chart's key, the table and the summary. */
export const ANSWER_TEXT: Record<AnswerKind, string> = {
  exact: "Exact hit",
  semantic: "Semantic hit",
  compressed: "Miss, compressed",
  plain: "Miss",
  bypass: "Past the cache",
};

type Counts = Pick<
  Totals,
  "requests" | "hashHits" | "semanticHits" | "compressedMisses" | "plainMisses" | "bypasses"
>;

/** Requests by how they were answered; together they are all requests. */
export const answerCounts = (counts: Counts): Record<AnswerKind, number> => ({
  exact: counts.hashHits,
  semantic: counts.semanticHits,
  compressed: counts.compressedMisses,
  plain: counts.plainMisses,
  bypass: counts.bypasses,
});

/**
 * Share of all requests that the cache answered, 0 to 1; undefined without requests. Requests that
 * went past the cache count below the line: they were paid for like misses.
 */
export const hitRate = (counts: Counts): number | undefined =>
  counts.requests > 0 ? (counts.hashHits + counts.semanticHits) / counts.requests : undefined;

/** The share of each kind, 0 to 1; undefined without requests. */
export function answerShares(counts: Counts): Record<AnswerKind, number> | undefined {
  if (counts.requests <= 0) return undefined;
  const by = answerCounts(counts);
  const share = (kind: AnswerKind) => by[kind] / counts.requests;
  return {
    exact: share("exact"),
    semantic: share("semantic"),
    compressed: share("compressed"),
    plain: share("plain"),
    bypass: share("bypass"),
  };
}

/** `62.4%`; `–` when there is none. Never `100%` or `0%` for what is only nearly so. */
export function formatShare(share: number | undefined): string {
  if (share === undefined || Number.isNaN(share)) return "–";
  if (share > 0 && share < 0.001) return "<0.1%";
  if (share < 1 && share > 0.999) return ">99.9%";
  const percent = (share * 100).toFixed(1);
  return `${percent.endsWith(".0") ? percent.slice(0, -2) : percent}%`;
}
