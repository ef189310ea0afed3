import { formatShare } from "./hit-rate";
import type { BypassReason, MissReason } from "./outcome";
import type { OverviewView } from "./overview";
import { REASON_TEXT } from "./reason-text";

export interface ReasonBar {
  reason: MissReason | BypassReason;
  label: string;
  sentence: string;
  count: number;
  /** Of all requests that the cache did not answer, 0 to 1. */
  share: number;
}

/** Why requests were not answered from the cache, most frequent first. */
export function prepareReasons(view: Pick<OverviewView, "reasons">): {
  title: string;
  summary: string;
  bars: ReasonBar[];
} {
  const all = view.reasons.reduce((sum, { count }) => sum + count, 0);
  const bars = view.reasons
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.reason.localeCompare(b.reason))
    .map(({ reason, count }) => ({
      reason,
      count,
      share: count / all,
      ...REASON_TEXT[reason],
    }));
  const [first] = bars;
  return {
    title: "Why not from the cache",
    summary: first
      ? `The most frequent reason is “${first.label.toLowerCase()}”: ${formatShare(first.share)} of what was not answered from the cache.`
      : "Nothing missed the cache in this time.",
    bars,
  };
}
