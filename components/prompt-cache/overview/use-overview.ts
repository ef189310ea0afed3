"use client";

import { useState } from "react";
import { useRead } from "@/components/data/use-read";
import type { LiveResult } from "@/components/shell/live/use-live";
import { useLive } from "@/components/shell/live/use-live";
import type { Snapshot } from "@/lib/live/model";
import type { Marker, OverviewQuery, OverviewView } from "@/lib/prompt-cache/overview";
import { overviewTopic } from "@/lib/prompt-cache/overview-topic";
import { promptReadUrls } from "@/lib/prompt-cache/read-urls";
import { isBrushed } from "./overview-search";

type Overview = Omit<LiveResult<OverviewView>, "snapshot"> & {
  view?: OverviewView;
  snapshot?: Snapshot<OverviewView>;
};

/** The figures asked for: live for a range that ends now, read once for a brushed part of time. */
export function useOverview(query: OverviewQuery, initial?: Snapshot<OverviewView>): Overview {
  const topic = overviewTopic(query);
  const live = useLive<OverviewView>(topic, initial?.topic === topic ? initial : undefined);
  const shown = useLastRead(topic, live.snapshot?.data);
  const brushed = isBrushed(query);
  const url = promptReadUrls.overview(query);
  const read = useRead<OverviewView>(["prompt-cache", "overview", url], url, { enabled: brushed });
  if (brushed) {
    return {
      ...(read.data && { view: read.data }),
      state: read.state,
      connected: true,
      ...(read.problem && { problem: read.problem }),
      retry: read.retry,
    };
  }
  return { ...live, ...(shown && { view: shown }) };
}

/** While the counters cannot be read, what was read of the same figures before stays, with what is wrong. */
function useLastRead(topic: string, view: OverviewView | undefined): OverviewView | undefined {
  const [last, setLast] = useState<{ topic: string; view: OverviewView }>();
  if (view && !view.problem && last?.view !== view) setLast({ topic, view });
  if (!view?.problem || view.buckets.length > 0 || last?.topic !== topic) return view;
  return { ...last.view, markers: view.markers, redis: view.redis, problem: view.problem };
}

const ROUND_MS = 60_000;
const round = (at: string, to: (value: number) => number): string =>
  new Date(to(Date.parse(at) / ROUND_MS) * ROUND_MS).toISOString();

/** Deployments in the time shown; they come from another workflow, so they are asked for apart. */
export function useDeploymentMarkers(view: OverviewView | undefined): Marker[] {
  // Whole minutes: a live range moves with each look, its deployments do not.
  const url = view
    ? promptReadUrls.markers(round(view.from, Math.floor), round(view.to, Math.ceil))
    : "";
  const { data } = useRead<Marker[]>(["prompt-cache", "markers", url], url, {
    enabled: view !== undefined,
    staleMs: 60_000,
  });
  return data ?? [];
}
