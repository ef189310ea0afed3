import type { PipelineRow } from "./model";

/** The stage to name in one line: where something runs or waits, else where it failed, else the last that was reached. */
export function activeStage(
  row: Pick<PipelineRow, "stages">,
): NonNullable<PipelineRow["stages"]>[number] | undefined {
  const stages = row.stages ?? [];
  return (
    stages.findLast((stage) => stage.status === "InProgress" || stage.status === "Stopping") ??
    stages.findLast((stage) => stage.status === "Failed") ??
    stages.findLast((stage) => stage.executionId !== undefined)
  );
}
