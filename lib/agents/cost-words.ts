import { formatUsd } from "@/lib/platform/money";
import type { ConversationRun } from "./conversation";
import type { AgentHome, Budget } from "./session";

/**
 * What a run cost; undefined when nobody knows, `at least …` when some of its answers had no price. On
 * AgentCore the model is set there, and so is its price.
 */
export const costOfRun = (
  { nanoUsd, unpriced }: Pick<ConversationRun, "nanoUsd" | "unpriced">,
  home: AgentHome,
): string | undefined => words(nanoUsd, home.kind !== "local" || unpriced > 0);

/** The same of a sum that does not tell its answers apart: tokens that cost nothing had no price. */
export const costOfUse = (
  { nanoUsd, ...used }: Pick<Budget, "nanoUsd"> & ({ totalTokens: number } | TokensOfBudget),
  home: AgentHome,
): string | undefined => {
  const tokens = "totalTokens" in used ? used.totalTokens : used.inputTokens + used.outputTokens;
  return words(nanoUsd, home.kind !== "local" || (nanoUsd === 0 && tokens > 0));
};

type TokensOfBudget = Pick<Budget, "inputTokens" | "outputTokens">;

function words(nanoUsd: number, unpriced: boolean): string | undefined {
  if (!unpriced) return formatUsd(nanoUsd);
  return nanoUsd > 0 ? `at least ${formatUsd(nanoUsd)}` : undefined;
}
