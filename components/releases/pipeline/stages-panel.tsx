"use client";

import dynamic from "next/dynamic";
import { Panel } from "@/components/data/panel";
import { Segmented } from "@/components/releases/parts/segmented";
import { StageGraph } from "@/components/releases/pipeline/stage-graph";
import { useStageView } from "@/components/releases/pipeline/use-stage-view";
import { Skeleton } from "@/components/ui/skeleton";
import type { Role } from "@/lib/platform/permissions";
import type { PipelineView, Revision } from "@/lib/releases/model";

const waits = () => <Skeleton className="h-60" />;
const StageList = dynamic(
  () => import("@/components/releases/pipeline/stage-list").then((module) => module.StageList),
  { loading: waits },
);

const CHOICES = [
  { value: "graph", label: "Graph" },
  { value: "list", label: "List" },
] as const;

/** The stages as a graph or as its list twin. */
export function StagesPanel({
  view,
  role,
  stale,
}: {
  view: PipelineView;
  role: Role;
  stale: boolean;
}) {
  const [shape, setShape] = useStageView();
  const revisions = new Map<string, Revision>();
  for (const row of view.executions) {
    const first = row.revisions[0];
    if (first) revisions.set(row.id, first);
  }
  return (
    <Panel
      title="Stages"
      flush
      aside={
        <Segmented label="Show stages as" value={shape} choices={CHOICES} onChange={setShape} />
      }
    >
      {shape === "list" ? (
        <StageList view={view} />
      ) : (
        <StageGraph view={view} revisions={revisions} role={role} stale={stale} />
      )}
    </Panel>
  );
}
