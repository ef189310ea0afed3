import { StatusIcon } from "@/components/data/status-icon";
import type { PipelineRow } from "@/lib/releases/model";
import { lookOf, STAGE_LOOK, type StatusLook } from "@/lib/releases/status";

/**
 * A pipeline's stages as a strip of shapes, joined in order. Screen readers get words. `waiting`
 * marks the running stage: the row says that an approval waits, the stage itself only that it runs.
 */
export function StageStrip({ row }: { row: Pick<PipelineRow, "stages" | "waiting" | "problem"> }) {
  if (!row.stages) {
    return <span className="text-muted">{row.problem ? "Could not be read" : "Not read yet"}</span>;
  }
  return (
    <ol className="flex min-w-0 items-center">
      {row.stages.map((stage, index) => {
        const look = stripLook(stage.status, row.waiting);
        return (
          <li
            key={stage.name}
            className="relative z-1 flex items-center"
            data-tip={`${stage.name}: ${look.label.toLowerCase()}`}
          >
            {index > 0 ? <span aria-hidden="true" className="h-px w-2 bg-line-strong" /> : null}
            <StatusIcon tone={look.tone} />
            <span className="sr-only">
              {stage.name}: {look.label}
              {index < (row.stages?.length ?? 0) - 1 ? ", " : ""}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function stripLook(
  status: Parameters<typeof lookOf<keyof typeof STAGE_LOOK>>[1],
  waiting: boolean,
): StatusLook {
  if (waiting && status === "InProgress") return { tone: "waiting", label: "Waiting for approval" };
  return lookOf(STAGE_LOOK, status);
}
