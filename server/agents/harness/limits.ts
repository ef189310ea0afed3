import "server-only";
import type { StopReason, TokenUsage } from "@/lib/agents/events";
import type { Limits } from "@/lib/agents/session";

/** The house's own, where a configuration sets none: an endless loop ends by them. */
export const HOUSE_LIMITS = { turns: 75, ms: 3_600_000 } as const;

/** What a run has used so far, pauses and earlier processes included. */
export interface RunUsage {
  turns: number;
  usage: TokenUsage;
  nanoUsd: number;
}

/** Why a run may not ask the model again, with the sentence for people; undefined while it may. */
export function overLimit(
  used: RunUsage,
  limits: Limits,
): { stopReason: StopReason; problem: string } | undefined {
  const turns = limits.turns ?? HOUSE_LIMITS.turns;
  if (used.turns >= turns)
    return {
      stopReason: "max_iterations_exceeded",
      problem: `The run took ${used.turns} turns; ${turns} is its limit.`,
    };
  if (limits.outputTokens !== undefined && used.usage.outputTokens >= limits.outputTokens)
    return {
      stopReason: "max_output_tokens_exceeded",
      problem: `The run wrote ${used.usage.outputTokens} tokens; ${limits.outputTokens} is its limit.`,
    };
  if (limits.totalTokens !== undefined && used.usage.totalTokens >= limits.totalTokens)
    return {
      stopReason: "x_budget_exceeded",
      problem: `The run used ${used.usage.totalTokens} tokens; ${limits.totalTokens} is its budget.`,
    };
  if (limits.nanoUsd !== undefined && used.nanoUsd >= limits.nanoUsd)
    return { stopReason: "x_budget_exceeded", problem: "The run has spent its budget." };
  return undefined;
}
