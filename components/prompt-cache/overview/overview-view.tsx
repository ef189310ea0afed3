"use client";

import { useMemo } from "react";
import { AsyncView } from "@/components/data/async-view";
import { ChartFrame } from "@/components/data/chart/chart-frame";
import { ProblemNote } from "@/components/data/problem-note";
import { useUrlState } from "@/components/data/use-url-state";
import { useShell } from "@/components/shell/shell-state";
import type { Snapshot } from "@/lib/live/model";
import type { Marker, OverviewView as View } from "@/lib/prompt-cache/overview";
import { prepareOverview } from "@/lib/prompt-cache/prepare-overview";
import { FirstRequest } from "./first-request";
import { HeadlineTiles } from "./headline-tiles";
import { OverviewFilters } from "./overview-filters";
import { isBrushed, parseOverviewSearch } from "./overview-search";
import { OverviewSkeleton } from "./overview-skeleton";
import { ReasonList } from "./reason-list";
import { RedisHealth } from "./redis-health";
import { useDeploymentMarkers, useOverview } from "./use-overview";

/** What each layer saved, live. `initial` is what the server prefetched for the address. */
export function OverviewView({ initial }: { initial?: Snapshot<View> | undefined }) {
  const url = useUrlState();
  const query = parseOverviewSearch(url.get);
  const { view, ...live } = useOverview(query, initial);
  const deployments = useDeploymentMarkers(view);
  const brush = (from: number, to: number) =>
    url.set({ from: new Date(from).toISOString(), to: new Date(to).toISOString() }, { push: true });
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1>Prompt cache</h1>
        <OverviewFilters
          query={query}
          namespaces={view?.namespaces ?? []}
          models={view?.models ?? []}
          onChange={(changes) => url.set(changes, { push: true })}
        />
      </div>
      <AsyncView {...live} skeleton={<OverviewSkeleton />}>
        {view ? (
          <Figures
            view={view}
            deployments={deployments}
            brushed={isBrushed(query)}
            onBrush={brush}
          />
        ) : null}
      </AsyncView>
    </div>
  );
}

function Figures({
  view,
  deployments,
  brushed,
  onBrush,
}: {
  view: View;
  deployments: readonly Marker[];
  brushed: boolean;
  onBrush: (from: number, to: number) => void;
}) {
  const { role } = useShell().person;
  const prepared = useMemo(() => prepareOverview(view), [view]);
  const markers = useMemo(
    () => (brushed ? view.markers : [...view.markers, ...deployments]),
    [view.markers, deployments, brushed],
  );
  const nothingEver = view.total.requests === 0 && !view.previous && view.models.length === 0;
  if (nothingEver && !view.problem && !brushed)
    return (
      <>
        <FirstRequest role={role} />
        <RedisHealth view={view} />
      </>
    );
  // Nothing was read, which is not the same as nothing to count.
  if (view.problem && view.buckets.length === 0)
    return (
      <>
        <ProblemNote problem={{ message: view.problem }} />
        <RedisHealth view={view} />
      </>
    );
  return (
    <div className="grid gap-3">
      {view.problem ? <ProblemNote problem={{ message: view.problem }} /> : null}
      <p className="text-muted">
        {view.problem ? "The figures are as they were read last." : prepared.comparison}
      </p>
      <HeadlineTiles view={view} />
      <div className="grid gap-3 xl:grid-cols-2">
        <ChartFrame chart={prepared.hitRate} markers={markers} onBrush={onBrush} />
        <ChartFrame chart={prepared.requests} markers={markers} onBrush={onBrush} />
        <ChartFrame chart={prepared.savings} markers={markers} onBrush={onBrush} />
        <ChartFrame chart={prepared.latency} markers={markers} onBrush={onBrush} />
        <ReasonList view={view} role={role} />
        <RedisHealth view={view} />
      </div>
    </div>
  );
}
