import { formatUsd } from "@/lib/platform/money";
import type { AgentHome, Budget } from "./session";

/**
 * What a run, a session or an agent cost; undefined when nobody knows, `at least …` when some of the
 * answers had no price. On AgentCore the model is set there, and so is its price.
 */
export function costWords(
  { nanoUsd, unpriced }: Pick<Budget, "nanoUsd" | "unpriced">,
  home: AgentHome,
): string | undefined {
  if (home.kind === "local" && unpriced === 0) return formatUsd(nanoUsd);
  return nanoUsd > 0 ? `at least ${formatUsd(nanoUsd)}` : undefined;
}
