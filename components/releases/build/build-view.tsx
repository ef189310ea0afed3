"use client";

import { CopyableId } from "@/components/data/copyable-id";
import { Fact, Facts } from "@/components/data/facts";
import { PageHead } from "@/components/data/page-head";
import { Panel } from "@/components/data/panel";
import { StatusBadge } from "@/components/data/status-badge";
import { TextLink } from "@/components/data/text-link";
import { Duration, Timestamp } from "@/components/data/timestamp";
import { BuildLog } from "@/components/releases/build/build-log";
import { FailedPhases } from "@/components/releases/build/failed-phases";
import { PhaseList } from "@/components/releases/build/phase-list";
import { TestsSummary } from "@/components/releases/build/tests-summary";
import { ExecutionLink } from "@/components/releases/parts/execution-link";
import { LiveView } from "@/components/releases/parts/live-view";
import { useLive } from "@/components/shell/live/use-live";
import { Skeleton } from "@/components/ui/skeleton";
import type { Snapshot } from "@/lib/live/model";
import { routes } from "@/lib/platform/routes";
import { topics } from "@/lib/releases/keys";
import type { BuildLogState, BuildView as View } from "@/lib/releases/model";
import { buildProgress, phaseName } from "@/lib/releases/progress";
import { BUILD_LOOK, isInFlight, lookOf } from "@/lib/releases/status";

/** One build: why it failed, its phases, its log. */
export function BuildView({
  id,
  initial,
  initialLog,
}: {
  id: string;
  initial?: Snapshot<View> | undefined;
  initialLog?: Snapshot<BuildLogState> | undefined;
}) {
  const live = useLive<View>(topics.build(id), initial);
  const view = live.snapshot?.data;
  const look = view ? lookOf(BUILD_LOOK, view.status) : undefined;
  return (
    <div className="grid gap-3">
      <PageHead
        title={view ? `${view.project}${view.number ? ` #${view.number}` : ""}` : "Build"}
        status={look ? <StatusBadge tone={look.tone} label={look.label} /> : null}
      />
      <LiveView
        live={live}
        skeleton={<BuildSkeleton />}
        absent="There is no such build here"
        why="CodeBuild keeps builds for a year; older ones are gone. The link may also be of another account or region."
      >
        {(data) => (
          <div className="grid gap-3">
            <FailedPhases phases={data.phases} />
            <BuildFacts view={data} />
            <Panel title="Phases" flush aside={<Progress view={data} />}>
              {data.phases.length === 0 ? (
                <p className="p-3 text-muted">
                  The build is queued; its phases appear as they begin.
                </p>
              ) : (
                <PhaseList phases={data.phases} running={isInFlight(data.status)} />
              )}
            </Panel>
            <BuildLog id={id} hasLog={data.log !== undefined} initial={initialLog} />
          </div>
        )}
      </LiveView>
    </div>
  );
}

function Progress({ view }: { view: View }) {
  if (!isInFlight(view.status)) return null;
  const progress = buildProgress(view);
  return (
    <span role="status" className="text-meta text-muted">
      {progress.text}
      {view.currentPhase ? ` · ${phaseName(view.currentPhase)}` : ""} ·{" "}
      <Duration from={view.startedAt} />
    </span>
  );
}

function BuildFacts({ view }: { view: View }) {
  return (
    <Facts>
      <Fact name="Tests">
        <TestsSummary tests={view.tests} />
      </Fact>
      <Fact name="Started">
        <Timestamp at={view.startedAt} />
      </Fact>
      <Fact name="Duration">
        {isInFlight(view.status) ? (
          <Duration from={view.startedAt} />
        ) : view.endedAt ? (
          <Duration from={view.startedAt} to={view.endedAt} />
        ) : (
          "–"
        )}
      </Fact>
      {view.pipeline ? (
        <Fact name="Pipeline">
          <TextLink href={routes.pipeline(view.pipeline.name)}>{view.pipeline.name}</TextLink>{" "}
          {view.pipeline.executionId ? (
            <ExecutionLink pipeline={view.pipeline.name} id={view.pipeline.executionId} />
          ) : null}
        </Fact>
      ) : null}
      {view.initiator && !view.pipeline ? <Fact name="Started by">{view.initiator}</Fact> : null}
      {view.sourceVersion ? (
        <Fact name="Source">
          <CopyableId value={view.sourceVersion} max={28} label="source version" />
        </Fact>
      ) : null}
      <Fact name="Build id">
        <CopyableId value={view.id} max={28} label="build id" />
      </Fact>
    </Facts>
  );
}

function BuildSkeleton() {
  return (
    <div className="grid gap-3">
      <Skeleton className="h-10" />
      <Skeleton className="h-80" />
      <Skeleton className="h-96" />
    </div>
  );
}
