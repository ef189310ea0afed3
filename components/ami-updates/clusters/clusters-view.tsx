"use client";

import { useMemo, useState } from "react";
import { useCheckNow } from "@/components/ami-updates/clusters/check-now";
import { ClustersSkeleton } from "@/components/ami-updates/clusters/clusters-skeleton";
import { LaneColumn } from "@/components/ami-updates/clusters/lane-column";
import { TARGET_COLUMNS, targetHref } from "@/components/ami-updates/clusters/target-columns";
import { WorkflowOff } from "@/components/ami-updates/clusters/workflow-off";
import { AsyncView } from "@/components/data/async-view";
import { MissingNote } from "@/components/data/missing-note";
import { PageHead } from "@/components/data/page-head";
import { DataTable, type Sort } from "@/components/data/table";
import { useLive } from "@/components/shell/live/use-live";
import { allTargets } from "@/lib/ami-updates/all-targets";
import { amiTopics } from "@/lib/ami-updates/keys";

import type { ClustersView as View } from "@/lib/ami-updates/views";
import type { Snapshot } from "@/lib/live/model";
import type { Role } from "@/lib/platform/permissions";
import { plainText } from "@/lib/platform/plain-text";

/** Every node class in its environment, live; the same as a list. */
export function ClustersView({
  role,
  initial,
}: {
  role: Role;
  initial?: Snapshot<View> | undefined;
}) {
  const live = useLive<View>(amiTopics.clusters(), initial);
  return (
    <AsyncView {...live} title="Clusters" skeleton={<ClustersSkeleton />}>
      {(view) =>
        view.on ? <Lanes view={view} role={role} stale={live.state !== "live"} /> : <WorkflowOff />
      }
    </AsyncView>
  );
}

function Lanes({
  view: { lanes, missing },
  role,
  stale,
}: {
  view: Extract<View, { on: true }>;
  role: Role;
  stale: boolean;
}) {
  const check = useCheckNow(role);
  const rows = useMemo(() => allTargets(lanes), [lanes]);
  const [sort, setSort] = useState<Sort | null>(null);
  return (
    <div className="grid gap-3">
      <PageHead title="Clusters" actions={check.button} />
      {check.problem}
      <MissingNote missing={missing.map(plainText)} />
      <ol
        aria-label="Environments in the order of promotion"
        className="grid gap-3 lg:auto-cols-[minmax(18rem,1fr)] lg:grid-flow-col lg:grid-rows-[auto_1fr] lg:gap-y-0 lg:overflow-x-auto"
      >
        {lanes.map((lane) => (
          <li key={lane.environment} className="min-w-0 lg:row-span-2 lg:grid lg:grid-rows-subgrid">
            <LaneColumn lane={lane} role={role} stale={stale} />
          </li>
        ))}
      </ol>
      <h2>All node classes</h2>
      <DataTable
        label="Node classes"
        columns={TARGET_COLUMNS}
        rows={rows}
        rowKey={({ cluster, nodeClass }) => `${cluster}/${nodeClass}`}
        rowHref={targetHref}
        holdFor="all"
        sort={sort}
        onSort={setSort}
      />
    </div>
  );
}
