"use client";

import { ActionButton } from "@/components/data/action-button";
import { EmptyState } from "@/components/data/empty-state";
import { Panel } from "@/components/data/panel";
import { ProblemNote } from "@/components/data/problem-note";
import { DataTable } from "@/components/data/table";
import { EXECUTION_COLUMNS } from "@/components/releases/pipeline/execution-columns";
import { useExecutions } from "@/components/releases/pipeline/use-executions";
import { routes } from "@/lib/platform/routes";
import type { ExecutionRow } from "@/lib/releases/model";
import { revisionSubject, shortExecution } from "@/lib/releases/revision-text";

/** Executions, newest first: the live first page, older ones on request. */
export function ExecutionsPanel({
  pipeline,
  live,
  waiting,
}: {
  pipeline: string;
  live: ExecutionRow[];
  /** Ids of the executions in which an approval waits: AWS itself only says that they run. */
  waiting: string[];
}) {
  const { rows: read, more, problem, loading, hasMore } = useExecutions(pipeline, live);
  const rows = read.map((row) => (waiting.includes(row.id) ? { ...row, waits: true } : row));
  return (
    <Panel title="Executions" flush>
      {rows.length === 0 ? (
        <div className="p-3">
          <EmptyState title="No execution yet">
            The pipeline has not run in the last twelve months. Push to its source, or press Release
            change.
          </EmptyState>
        </div>
      ) : (
        <DataTable
          label="Executions"
          columns={EXECUTION_COLUMNS}
          rows={rows}
          rowKey={(row) => row.id}
          rowLabel={(row) =>
            `${revisionSubject(row.revisions[0])}, execution ${shortExecution(row.id)}`
          }
          rowHref={(row) => routes.execution(pipeline, row.id)}
          holdFor={`${rows.length - live.length} older`}
          className="rounded-none border-0"
        />
      )}
      {problem ? (
        <div className="border-t p-3">
          <ProblemNote problem={problem} onRetry={more} />
        </div>
      ) : null}
      {hasMore && rows.length > 0 && !problem ? (
        <div className="border-t p-2">
          <ActionButton size="sm" pending={loading} onPress={more}>
            Load older executions
          </ActionButton>
        </div>
      ) : null}
    </Panel>
  );
}
