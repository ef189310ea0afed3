import { formatCount, plural } from "@/lib/platform/format";
import { formatUsd } from "@/lib/platform/money";
import { formatDuration } from "@/lib/platform/time";
import type { ConversationRun } from "./conversation";
import { costWords } from "./cost-words";
import type { AgentHome, Limits } from "./session";

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
  run: Pick<ConversationRun, "turns" | "usage" | "nanoUsd" | "unpriced"> | undefined,
  activeMs: number,
  limits: Limits,
  home: AgentHome,
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
    moneyMeter(run, limits.nanoUsd, home),
    meter("time", "Time at work", activeMs, limits.ms, formatDuration, wholeMinutes),
  ];
}

function moneyMeter(
  run: Pick<ConversationRun, "nanoUsd" | "unpriced"> | undefined,
  limit: number | undefined,
  home: AgentHome,
): Meter {
  const cost = costWords(run ?? { nanoUsd: 0, unpriced: 0 }, home);
  if (cost !== undefined && !run?.unpriced)
    return meter("money", "Money", run?.nanoUsd ?? 0, limit, formatUsd, formatUsd);
  const known = cost ?? "not known";
  // What nobody can count nobody can stop at.
  const text = limit ? `${known}, so the limit of ${formatUsd(limit)} does not hold` : known;
  return { key: "money", label: "Money", text, state: limit ? "near" : "free" };
}

/** A limit of minutes has no seconds to tell. */
const wholeMinutes = (ms: number): string => formatDuration(ms).replace(/ 00 s$/, "");

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
