"use client";

import { memo } from "react";
import { AsyncView } from "@/components/data/async-view";
import { ApprovalCard } from "@/components/releases/approval/approval-card";
import { approvalKey, useKeptApprovals } from "@/components/releases/approval/use-kept-approvals";
import { MissingNote } from "@/components/releases/parts/missing-note";
import { PageHead } from "@/components/releases/parts/page-head";
import { TextLink } from "@/components/releases/parts/text-link";
import { ExecutionsPanel } from "@/components/releases/pipeline/executions-panel";
import { PipelineSkeleton } from "@/components/releases/pipeline/pipeline-skeleton";
import { ReleaseChange } from "@/components/releases/pipeline/release-change";
import { StagesPanel } from "@/components/releases/pipeline/stages-panel";
import { useLive } from "@/components/shell/live/use-live";
import type { Snapshot } from "@/lib/live/model";
import type { Role } from "@/lib/platform/permissions";
import { routes } from "@/lib/platform/routes";
import { topics } from "@/lib/releases/keys";
import type { PipelineView as View } from "@/lib/releases/model";

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
      <AsyncView {...live} skeleton={<PipelineSkeleton />}>
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
      </AsyncView>
    </div>
  );
}

const MODE_TEXT = {
  SUPERSEDED: "a newer execution supersedes one that waits",
  QUEUED: "executions queue",
  PARALLEL: "executions run in parallel",
} as const;

function Mode({ mode }: { mode: View["mode"] }) {
  return <span className="text-meta text-muted">{MODE_TEXT[mode]}</span>;
}

function Fleets({ view }: { view: View }) {
  return (
    <p className="text-meta text-muted">
      Deploys to{" "}
      {view.fleets.map((fleet, index) => (
        <span key={`${fleet.application}/${fleet.deploymentGroup}`}>
          {index > 0 ? ", " : ""}
          <TextLink href={routes.fleet(fleet.application, fleet.deploymentGroup)}>
            {fleet.application} / {fleet.deploymentGroup}
          </TextLink>
        </span>
      ))}
    </p>
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
      <ExecutionsPanel pipeline={view.name} live={view.executions} />
    </>
  );
});
