"use client";

import { PageHead } from "@/components/data/page-head";
import { DeploymentsPanel } from "@/components/releases/fleet/deployments-panel";
import { FleetPanel } from "@/components/releases/fleet/fleet-panel";
import { LiveView } from "@/components/releases/parts/live-view";
import { useLive } from "@/components/shell/live/use-live";
import { Skeleton } from "@/components/ui/skeleton";
import type { Snapshot } from "@/lib/live/model";
import { topics } from "@/lib/releases/keys";
import type { FleetView as View } from "@/lib/releases/model";

/** One deployment group: what its instances run, and its deployments. */
export function FleetView({
  application,
  group,
  initial,
}: {
  application: string;
  group: string;
  initial?: Snapshot<View> | undefined;
}) {
  const live = useLive<View>(topics.fleet(application, group), initial);
  return (
    <div className="grid gap-3">
      <PageHead title={`${application} / ${group}`} />
      <LiveView
        live={live}
        absent="There is no such deployment group here"
        why="It was deleted or renamed, or it belongs to another account or region."
        skeleton={
          <div className="grid gap-3">
            <Skeleton className="h-44" />
            <Skeleton className="h-64" />
          </div>
        }
      >
        {(data) => (
          <div className="grid gap-3">
            <FleetPanel fleet={data} />
            <DeploymentsPanel deployments={data.deployments} />
          </div>
        )}
      </LiveView>
    </div>
  );
}
