import type { EnvironmentSettings } from "./config";
import { inWindow } from "./maintenance-window";
import type { UpdateRecord } from "./model";

/**
 * May the policy merge this without a person? What a person asked for in spite of rules or of a skip
 * is a person's to merge, and so is what no model has looked at: its risk is only the least it can be.
 */
export function mayAutoMerge(
  { autoMergeBelow, window }: Pick<EnvironmentSettings, "autoMergeBelow" | "window">,
  {
    analysis,
    override,
    decision,
    dryRun,
  }: Pick<UpdateRecord, "analysis" | "override" | "decision" | "dryRun">,
  lift: object | undefined,
  now: Date,
): boolean {
  if (!analysis || decision || dryRun || override || lift) return false;
  if (analysis.verdict !== "APPROVE" || analysis.autoRejected) return false;
  if (analysis.model.outcome === "replaced") return false;
  return analysis.risk < autoMergeBelow && inWindow(window, now);
}
