import { ExecutionLink } from "@/components/releases/parts/execution-link";
import { activeStage } from "@/lib/releases/active-stage";
import type { PipelineRow } from "@/lib/releases/model";

/** Which execution is in which stage now: the one that needs a look (waiting, failed, running), else the last stage's. */
export function RunsNow({ row }: { row: Pick<PipelineRow, "name" | "stages" | "waiting"> }) {
  const stage = activeStage(row);
  if (!stage?.executionId) return <span className="text-muted">–</span>;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <ExecutionLink pipeline={row.name} id={stage.executionId} />
      <span className="truncate text-muted">in {stage.name}</span>
    </span>
  );
}
