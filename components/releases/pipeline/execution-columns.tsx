import { StatusBadge } from "@/components/data/status-badge";
import type { Column } from "@/components/data/table";
import { Duration, Timestamp } from "@/components/data/timestamp";
import { RevisionLine } from "@/components/releases/parts/revision-line";
import type { ExecutionRow } from "@/lib/releases/model";
import { shortExecution } from "@/lib/releases/revision-text";
import { executionLook, isInFlight } from "@/lib/releases/status";
import { triggerText } from "@/lib/releases/trigger-text";

/** An execution of the list; `waits`: an approval waits in it now. */
export type ListedExecution = ExecutionRow & { waits?: boolean };

/** Columns of a pipeline's executions. The first is the row's link: what a person knows it by. */
export const EXECUTION_COLUMNS: readonly Column<ListedExecution>[] = [
  {
    key: "revision",
    header: "Revision",
    cell: (row) =>
      row.revisions[0] ? (
        <RevisionLine revision={row.revisions[0]} truncate />
      ) : (
        <span className="text-muted">No revision yet</span>
      ),
  },
  {
    key: "status",
    header: "Status",
    width: "8.5rem",
    cell: (row) => {
      const look = executionLook(row);
      return <StatusBadge tone={look.tone} label={look.label} className="flex" />;
    },
  },
  {
    key: "id",
    header: "Execution",
    width: "6.5rem",
    from: "sm",
    cell: (row) => <span className="font-mono text-meta">{shortExecution(row.id)}</span>,
  },
  {
    key: "trigger",
    header: "Trigger",
    width: "13rem",
    from: "lg",
    cell: (row) => <span className="text-muted">{triggerText(row)}</span>,
  },
  {
    key: "started",
    header: "Started",
    width: "7.5rem",
    align: "end",
    from: "sm",
    cell: (row) => <Timestamp at={row.startedAt} className="relative z-1 text-muted" />,
  },
  {
    key: "duration",
    header: "Duration",
    width: "7rem",
    align: "end",
    from: "md",
    cell: (row) => <ExecutionDuration row={row} />,
  },
];

/** Ticks while it runs; an ended execution lasted until its last update. */
export function ExecutionDuration({
  row,
}: {
  row: Pick<ExecutionRow, "status" | "startedAt" | "updatedAt">;
}) {
  if (isInFlight(row.status)) return <Duration from={row.startedAt} />;
  if (!row.updatedAt) return <span className="text-muted">–</span>;
  return <Duration from={row.startedAt} to={row.updatedAt} />;
}
