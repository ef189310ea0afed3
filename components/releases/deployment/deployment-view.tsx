"use client";

import { AsyncView } from "@/components/data/async-view";
import { CopyableId } from "@/components/data/copyable-id";
import { PageHead } from "@/components/data/page-head";
import { ProblemNote } from "@/components/data/problem-note";
import { StatusBadge } from "@/components/data/status-badge";
import { DeploymentFacts } from "@/components/releases/deployment/deployment-facts";
import { EventsPanel } from "@/components/releases/deployment/events-panel";
import { FailurePanel } from "@/components/releases/deployment/failure-panel";
import { RollbackStory } from "@/components/releases/deployment/rollback-story";
import { useCounterpart } from "@/components/releases/deployment/use-counterpart";
import { WaitPanel } from "@/components/releases/deployment/wait-panel";
import { FleetPanel } from "@/components/releases/fleet/fleet-panel";
import { LiveView } from "@/components/releases/parts/live-view";
import { useLive } from "@/components/shell/live/use-live";
import { Skeleton } from "@/components/ui/skeleton";
import type { Snapshot } from "@/lib/live/model";
import type { Role } from "@/lib/platform/permissions";
import { topics } from "@/lib/releases/keys";
import type { FleetView, DeploymentView as View } from "@/lib/releases/model";
import { deploymentLook } from "@/lib/releases/status";
import { rollbackStory, scriptFailures } from "@/lib/releases/story";
import { usualDuration } from "@/lib/releases/usual-duration";

/** One deployment: what failed, what happened, what it waits for, the grid, the fleet. */
export function DeploymentView({
  id,
  role,
  initial,
}: {
  id: string;
  role: Role;
  initial?: Snapshot<View> | undefined;
}) {
  const live = useLive<View>(topics.deployment(id), initial);
  const view = live.snapshot?.data;
  const look = view ? deploymentLook(view) : undefined;
  return (
    <div className="grid gap-3">
      <PageHead
        title={
          <>
            <span className="text-muted">Deployment</span>{" "}
            <CopyableId
              value={id}
              max={24}
              label="deployment id"
              className="text-[1.125rem] leading-7"
            />
          </>
        }
        status={look ? <StatusBadge tone={look.tone} label={look.label} /> : null}
      />
      <LiveView
        live={live}
        skeleton={<DeploymentSkeleton />}
        absent="There is no such deployment here"
        why="It was deleted with its application, or the link is of another account or region."
      >
        {(data) => <Body view={data} role={role} stale={live.state !== "live"} />}
      </LiveView>
    </div>
  );
}

/** Reads the fleet once the deployment has said which one it is. */
function Body({ view, role, stale }: { view: View; role: Role; stale: boolean }) {
  const fleet = useLive<FleetView>(topics.fleet(view.application, view.deploymentGroup));
  const counterpart = useCounterpart(view);
  const failures = scriptFailures(view);
  const story = rollbackStory({
    view,
    ...(counterpart ? { counterpart } : {}),
    ...(fleet.snapshot ? { fleet: fleet.snapshot.data } : {}),
  });
  return (
    <div className="grid gap-3">
      <DeploymentFacts view={view} />
      {view.error?.message && failures.length === 0 ? (
        <ProblemNote
          problem={{
            message: view.error.message,
            ...(view.error.code ? { code: view.error.code } : {}),
          }}
        />
      ) : null}
      <WaitPanel view={view} role={role} stale={stale} />
      <FailurePanel failures={failures} />
      {story ? <RollbackStory story={story} hereId={view.id} /> : null}
      <EventsPanel
        view={view}
        usualMs={usualDuration(fleet.snapshot?.data.deployments ?? [], view.id)}
      />
      <AsyncView {...fleet} skeleton={<Skeleton className="h-36" />}>
        {(data) => <FleetPanel fleet={data} />}
      </AsyncView>
    </div>
  );
}

function DeploymentSkeleton() {
  return (
    <div className="grid gap-3">
      <Skeleton className="h-12" />
      <Skeleton className="h-32" />
      <Skeleton className="h-36" />
    </div>
  );
}
