"use client";

import { EmptyState } from "@/components/data/empty-state";
import { LogView } from "@/components/data/log-view";
import { Panel } from "@/components/data/panel";
import { ProblemNote } from "@/components/data/problem-note";
import { useBuildLog } from "@/components/releases/build/use-build-log";
import { Skeleton } from "@/components/ui/skeleton";
import type { Snapshot } from "@/lib/live/model";
import { plural } from "@/lib/platform/format";
import type { BuildLogState } from "@/lib/releases/model";

/** The log of a build, following while it grows. */
export function BuildLog({
  id,
  hasLog,
  initial,
}: {
  id: string;
  hasLog: boolean;
  initial: Snapshot<BuildLogState> | undefined;
}) {
  const log = useBuildLog(id, initial);
  const count = log.total === undefined ? undefined : plural(log.total, "line");
  return (
    <Panel
      title="Log"
      flush
      aside={
        <span className="text-meta text-muted">
          {[
            log.problem || log.complete ? undefined : log.stale ? "Trying again" : "Following",
            count,
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      }
    >
      {log.problem ? (
        <div className="p-3">
          <ProblemNote problem={log.problem} onRetry={log.retry} />
        </div>
      ) : null}
      {log.lines.length > 0 ? (
        <LogView
          lines={log.lines}
          complete={log.complete}
          label="Build log"
          className="rounded-none border-0"
        />
      ) : log.loading ? (
        <Skeleton className="m-3 h-90" />
      ) : log.problem ? null : (
        <div className="p-3">
          <EmptyState title="No log lines">
            {hasLog
              ? "The build has not written anything yet; lines appear here as they come."
              : "This build has no log stream: it ended before it began to write, or its logs are switched off."}
          </EmptyState>
        </div>
      )}
    </Panel>
  );
}
