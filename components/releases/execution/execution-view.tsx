"use client";

import { CopyableId } from "@/components/data/copyable-id";
import { Fact, Facts } from "@/components/data/facts";
import { Foreign } from "@/components/data/foreign";
import { PageHead } from "@/components/data/page-head";
import { StatusBadge } from "@/components/data/status-badge";
import { TextLink } from "@/components/data/text-link";
import { Timestamp } from "@/components/data/timestamp";
import { ExecutionStages } from "@/components/releases/execution/execution-stages";
import { Revisions } from "@/components/releases/execution/revisions";
import { ExecutionLink } from "@/components/releases/parts/execution-link";
import { LiveView } from "@/components/releases/parts/live-view";
import { ExecutionDuration } from "@/components/releases/pipeline/execution-columns";
import { useLive } from "@/components/shell/live/use-live";
import { Skeleton } from "@/components/ui/skeleton";
import type { Snapshot } from "@/lib/live/model";
import { routes } from "@/lib/platform/routes";
import { topics } from "@/lib/releases/keys";
import type { ExecutionView as View } from "@/lib/releases/model";
import { shortExecution } from "@/lib/releases/revision-text";
import { executionLook } from "@/lib/releases/status";
import { triggerText } from "@/lib/releases/trigger-text";

/** One execution through the stages of its pipeline, live. */
export function ExecutionView({
  pipeline,
  id,
  initial,
}: {
  pipeline: string;
  id: string;
  initial?: Snapshot<View> | undefined;
}) {
  const live = useLive<View>(topics.execution(pipeline, id), initial);
  const view = live.snapshot?.data;
  const waits = view?.stages.some((stage) => stage.runs.some((run) => run.waitsForApproval));
  const look = view ? executionLook({ ...view, waits: waits ?? false }) : undefined;
  return (
    <div className="grid gap-3">
      <PageHead
        title={
          <>
            <span className="text-muted">Execution</span>{" "}
            <span className="font-mono">{shortExecution(id)}</span>
          </>
        }
        status={look ? <StatusBadge tone={look.tone} label={look.label} /> : null}
      >
        <p className="text-meta text-muted">
          of <TextLink href={routes.pipeline(pipeline)}>{pipeline}</TextLink>
        </p>
      </PageHead>
      <LiveView
        live={live}
        skeleton={<ExecutionSkeleton />}
        absent="There is no such execution here"
        why="CodePipeline keeps executions for twelve months; older ones are gone. The link may also be of another account or region."
      >
        {(data) => (
          <div className="grid gap-3">
            <ExecutionFacts view={data} />
            <Revisions revisions={data.revisions} />
            <ExecutionStages view={data} />
          </div>
        )}
      </LiveView>
    </div>
  );
}

function ExecutionFacts({ view }: { view: View }) {
  return (
    <Facts>
      <Fact name="Execution id">
        <CopyableId value={view.id} max={40} label="execution id" />
      </Fact>
      <Fact name="Trigger">{triggerText(view)}</Fact>
      <Fact name="Started">
        <Timestamp at={view.startedAt} />
      </Fact>
      <Fact name="Duration">
        <ExecutionDuration row={view} />
      </Fact>
      {view.mode ? <Fact name="Mode">{view.mode.toLowerCase()}</Fact> : null}
      {view.rollbackTargetId ? (
        <Fact name="Rolled back to">
          <ExecutionLink pipeline={view.pipeline} id={view.rollbackTargetId} />
        </Fact>
      ) : null}
      {view.stopReason ? (
        <Fact name="Stopped because">
          <Foreign text={view.stopReason} />
        </Fact>
      ) : null}
      {view.statusSummary ? (
        <Fact name="Summary">
          <Foreign text={view.statusSummary} />
        </Fact>
      ) : null}
    </Facts>
  );
}

function ExecutionSkeleton() {
  return (
    <div className="grid gap-3">
      <Skeleton className="h-10" />
      <Skeleton className="h-24" />
      <Skeleton className="h-64" />
    </div>
  );
}
