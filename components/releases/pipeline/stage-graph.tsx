import { Fragment } from "react";
import { StageCard } from "@/components/releases/pipeline/stage-card";
import { StageGate } from "@/components/releases/pipeline/stage-gate";
import type { Role } from "@/lib/platform/permissions";
import type { PipelineView, Revision } from "@/lib/releases/model";

/** Stages left to right, stacked below 1024 px; more than fit scroll sideways in their own area. */
export function StageGraph({
  view,
  revisions,
  role,
  stale,
}: {
  view: PipelineView;
  revisions: ReadonlyMap<string, Revision>;
  role: Role;
  stale: boolean;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a scroll area with a name, not a set of fields
    <div
      role="group"
      aria-label="Stages in order"
      tabIndex={view.stages.length > 5 ? 0 : undefined}
      className="flex flex-col gap-2 p-3 lg:flex-row lg:items-stretch lg:overflow-x-auto"
    >
      {view.stages.map((stage, index) => (
        <Fragment key={stage.name}>
          <StageGate pipeline={view.name} stage={stage} first={index === 0} />
          <div className="grid min-w-0 lg:min-w-52 lg:flex-1">
            <StageCard
              pipeline={view.name}
              stage={stage}
              revision={stage.executionId ? revisions.get(stage.executionId) : undefined}
              role={role}
              stale={stale}
            />
          </div>
        </Fragment>
      ))}
    </div>
  );
}
