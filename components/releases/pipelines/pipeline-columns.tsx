import { TriangleAlert } from "lucide-react";
import { Foreign } from "@/components/data/foreign";
import { StatusBadge } from "@/components/data/status-badge";
import type { Column } from "@/components/data/table";
import { Timestamp } from "@/components/data/timestamp";
import { RevisionLine } from "@/components/releases/parts/revision-line";
import { RunsNow } from "@/components/releases/pipelines/runs-now";
import { StageStrip } from "@/components/releases/pipelines/stage-strip";
import type { PipelineRow } from "@/lib/releases/model";
import { PIPELINE_STATE_LOOK, PIPELINE_STATES, pipelineState } from "@/lib/releases/pipeline-state";

/** A row that could not be read just now says so at every width. */
function Name({ row }: { row: PipelineRow }) {
  if (!row.problem) return <Foreign text={row.name} truncate />;
  return (
    <span className="flex min-w-0 items-center gap-1.5" data-tip={row.problem.message}>
      <Foreign text={row.name} truncate />
      <TriangleAlert aria-hidden="true" className="size-3.5 shrink-0 text-waiting" />
      <span className="sr-only">, may have changed: {row.problem.message}</span>
    </span>
  );
}

/** Columns of the list of pipelines. The first is the row's link. */
export const PIPELINE_COLUMNS: readonly Column<PipelineRow>[] = [
  {
    key: "name",
    header: "Pipeline",
    // On the phone it takes what is left; beside the revision that one does.
    width: "clamp(6rem, 40vw, 14rem)",
    sortBy: (row) => row.name,
    cell: (row) => <Name row={row} />,
  },
  {
    key: "state",
    header: "State",
    width: "7.5rem",
    sortBy: (row) => PIPELINE_STATES.indexOf(pipelineState(row)),
    cell: (row) => {
      const look = PIPELINE_STATE_LOOK[pipelineState(row)];
      return <StatusBadge tone={look.tone} label={look.label} className="flex" />;
    },
  },
  {
    key: "stages",
    header: "Stages",
    width: "8.5rem",
    from: "sm",
    cell: (row) => <StageStrip row={row} />,
  },
  {
    key: "runs",
    header: "Execution",
    width: "11.5rem",
    from: "lg",
    cell: (row) => <RunsNow row={row} />,
  },
  {
    key: "revision",
    header: "Latest revision",
    from: "md",
    cell: (row) =>
      row.problem ? (
        <span className="text-muted" title={row.problem.message}>
          {row.problem.message}
        </span>
      ) : row.latest?.revisions[0] ? (
        <RevisionLine revision={row.latest.revisions[0]} truncate />
      ) : (
        <span className="text-muted">{row.latest ? "No revision yet" : "Never ran"}</span>
      ),
  },
  {
    key: "changed",
    header: "Last change",
    width: "7.5rem",
    align: "end",
    from: "sm",
    sortBy: (row) => row.changedAt,
    cell: (row) => <Timestamp at={row.changedAt} className="relative z-1 text-muted" />,
  },
];
