import { StatusBadge } from "@/components/data/status-badge";
import { ExecutionLink } from "@/components/releases/parts/execution-link";
import { RevisionLine } from "@/components/releases/parts/revision-line";
import { ActionLine } from "@/components/releases/pipeline/action-line";
import { RetryStage } from "@/components/releases/pipeline/retry-stage";
import type { Role } from "@/lib/platform/permissions";
import type { Revision, StageView } from "@/lib/releases/model";
import { stageLook } from "@/lib/releases/status";

export interface StageCardProps {
  pipeline: string;
  stage: StageView;
  /** Of the execution in this stage, where it is known. */
  revision: Revision | undefined;
  role: Role;
  stale: boolean;
}

/** One stage: the execution in it, its actions, who waits to enter. Stages differ; each says its own. */
export function StageCard({ pipeline, stage, revision, role, stale }: StageCardProps) {
  const look = stageLook(stage);
  return (
    <section
      aria-label={`Stage ${stage.name}: ${look.label}`}
      className="flex min-w-0 flex-col rounded-md border bg-page"
    >
      <header className="grid gap-0.5 border-b bg-raised px-3 py-2">
        <div className="flex items-center gap-2">
          <h3 className="min-w-0 flex-1 font-semibold wrap-break-word">{stage.name}</h3>
          <StatusBadge tone={look.tone} label={look.label} size="sm" />
        </div>
        {stage.executionId ? (
          <div className="flex min-w-0 items-center gap-2">
            <ExecutionLink pipeline={pipeline} id={stage.executionId} />
            {stage.executionType === "ROLLBACK" ? (
              <span className="text-meta text-muted">rollback</span>
            ) : null}
            {revision ? (
              <RevisionLine revision={revision} truncate className="flex-1 text-meta" />
            ) : null}
          </div>
        ) : (
          <p className="text-meta leading-5 text-muted">No execution was here yet</p>
        )}
      </header>
      <ul className="flex-1">
        {stage.actions.map((action) => (
          <ActionLine key={action.name} action={action} />
        ))}
      </ul>
      <RetryStage pipeline={pipeline} stage={stage} revision={revision} role={role} stale={stale} />
    </section>
  );
}
