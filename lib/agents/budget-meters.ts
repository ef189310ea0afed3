import { formatCount, plural } from "@/lib/platform/format";
import { formatUsd } from "@/lib/platform/money";
import { formatDuration } from "@/lib/platform/time";
import type { ConversationRun } from "./conversation";
import type { Limits } from "./session";

/** What one run has used of what it may, for a meter: `3 of 40 turns`. */
export interface Meter {
  key: "turns" | "tokens" | "money" | "time";
  label: string;
  /** Used and limit with their units. */
  text: string;
  /** 0 to 1; absent where nothing limits it. */
  share?: number;
  /** From four fifths on it is near; at the limit it is over. */
  state: "free" | "near" | "over";
}

/** Of the run under way, or the last one. Limits are of one run. `activeMs`: how long it has been at work. */
export function budgetMeters(
  run: Pick<ConversationRun, "turns" | "usage" | "nanoUsd"> | undefined,
  activeMs: number,
  limits: Limits,
): Meter[] {
  const tokens = run?.usage.totalTokens ?? 0;
  const output = run?.usage.outputTokens ?? 0;
  // Where only the model's own words are limited, those are what is measured.
  const ofOutput = limits.totalTokens === undefined && limits.outputTokens !== undefined;
  return [
    meter("turns", "Turns", run?.turns ?? 0, limits.turns, formatCount, (n) => plural(n, "turn")),
    meter(
      "tokens",
      ofOutput ? "Tokens written" : "Tokens",
      ofOutput ? output : tokens,
      limits.totalTokens ?? limits.outputTokens,
      formatCount,
      (n) => plural(n, "token"),
    ),
    meter("money", "Money", run?.nanoUsd ?? 0, limits.nanoUsd, formatUsd, formatUsd),
    meter("time", "Time at work", activeMs, limits.ms, formatDuration, formatDuration),
  ];
}

function meter(
  key: Meter["key"],
  label: string,
  used: number,
  limit: number | undefined,
  bare: (value: number) => string,
  whole: (value: number) => string,
): Meter {
  if (limit === undefined || limit <= 0) return { key, label, text: whole(used), state: "free" };
  const share = Math.min(1, used / limit);
  return {
    key,
    label,
    text: `${bare(used)} of ${whole(limit)}`,
    share,
    state: share >= 1 ? "over" : share >= 0.8 ? "near" : "free",
  };
}
