"use client";

import dynamic from "next/dynamic";
import { memo } from "react";
import { MissingNote } from "@/components/data/missing-note";
import { PageHead } from "@/components/data/page-head";
import { approvalKey, useKeptApprovals } from "@/components/releases/approval/use-kept-approvals";
import { FleetLine } from "@/components/releases/fleet/fleet-line";
import { LiveView } from "@/components/releases/parts/live-view";
import { ExecutionsPanel } from "@/components/releases/pipeline/executions-panel";
import { PipelineSkeleton } from "@/components/releases/pipeline/pipeline-skeleton";
import { ReleaseChange } from "@/components/releases/pipeline/release-change";
import { StagesPanel } from "@/components/releases/pipeline/stages-panel";
import { useLive } from "@/components/shell/live/use-live";
import { Skeleton } from "@/components/ui/skeleton";
import type { Snapshot } from "@/lib/live/model";
import type { Role } from "@/lib/platform/permissions";
import { topics } from "@/lib/releases/keys";
import type { PipelineView as View } from "@/lib/releases/model";

const waits = () => <Skeleton className="h-72" />;
/** Most of the time nothing waits: the card comes when something does. */
const ApprovalCard = dynamic(
  () =>
    import("@/components/releases/approval/approval-card").then((module) => module.ApprovalCard),
  { loading: waits },
);

/** One pipeline, live: what waits on a person first, then stages, then executions. */
export function PipelineView({
  name,
  role,
  initial,
}: {
  name: string;
  role: Role;
  initial?: Snapshot<View> | undefined;
}) {
  const live = useLive<View>(topics.pipeline(name), initial);
  const view = live.snapshot?.data;
  const stale = live.state !== "live";
  return (
    <div className="grid gap-3">
      <PageHead
        title={name}
        status={view ? <Mode mode={view.mode} /> : null}
        actions={view ? <ReleaseChange view={view} role={role} stale={stale} /> : null}
      >
        {view && view.fleets.length > 0 ? <Fleets view={view} /> : null}
      </PageHead>
      <LiveView
        live={live}
        skeleton={<PipelineSkeleton />}
        absent="There is no such pipeline here"
        why="It was deleted or renamed, or it belongs to another account or region than the one in the top bar."
      >
        {(data) => (
          <div className="grid gap-3">
            <MissingNote missing={data.missing} />
            <Approvals
              view={data}
              role={role}
              stale={stale}
              confirmedAt={live.snapshot?.confirmedAt}
            />
            <Body view={data} role={role} stale={stale} />
          </div>
        )}
      </LiveView>
    </div>
  );
}

const MODE_TEXT = {
  SUPERSEDED:
    "Superseded mode: a newer execution takes the place of one that waits to enter a stage",
  QUEUED: "Queued mode: executions wait for the one before them",
  PARALLEL: "Parallel mode: executions do not wait for each other",
} as const;

function Mode({ mode }: { mode: View["mode"] }) {
  return <span className="text-meta text-muted">{MODE_TEXT[mode]}</span>;
}

const FLEETS_SHOWN = 3;

/** What production runs now, whatever the stages say: a failed stage may have been rolled back since. */
function Fleets({ view }: { view: View }) {
  return (
    <ul aria-label="What runs now" className="grid gap-1">
      {view.fleets.slice(0, FLEETS_SHOWN).map((fleet) => (
        <FleetLine key={`${fleet.application}/${fleet.deploymentGroup}`} fleet={fleet} />
      ))}
    </ul>
  );
}

function Approvals({
  view,
  role,
  stale,
  confirmedAt,
}: {
  view: View;
  role: Role;
  stale: boolean;
  confirmedAt: string | undefined;
}) {
  const { approvals, dismiss } = useKeptApprovals(view.approvals);
  return approvals.map(({ approval, gone }) => (
    <ApprovalCard
      key={approvalKey(approval)}
      approval={approval}
      role={role}
      stale={stale}
      gone={gone}
      confirmedAt={confirmedAt}
      onDismiss={() => dismiss(approval)}
    />
  ));
}

/** Memoised: the live clock ticks every second, these change with the data only. */
const Body = memo(function Body({ view, role, stale }: { view: View; role: Role; stale: boolean }) {
  return (
    <>
      <StagesPanel view={view} role={role} stale={stale} />
      <ExecutionsPanel
        pipeline={view.name}
        live={view.executions}
        waiting={view.approvals.map((approval) => approval.executionId)}
      />
    </>
  );
});
