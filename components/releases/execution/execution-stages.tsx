import { Foreign } from "@/components/data/foreign";
import { Panel } from "@/components/data/panel";
import { StatusBadge } from "@/components/data/status-badge";
import { StatusIcon } from "@/components/data/status-icon";
import { TextLink } from "@/components/data/text-link";
import { Duration, Timestamp } from "@/components/data/timestamp";
import { ActionTarget } from "@/components/releases/parts/action-target";
import { routes } from "@/lib/platform/routes";
import { failureText, shortenIds } from "@/lib/releases/action-text";
import type { ActionRun, ExecutionView } from "@/lib/releases/model";
import { actionLook, isInFlight, lookOf, STAGE_LOOK } from "@/lib/releases/status";

/** The execution's way through the stages; every run of every action, retries included. */
export function ExecutionStages({ view }: { view: ExecutionView }) {
  return (
    <Panel title="Stages" flush>
      <ol>
        {view.stages.map((stage) => {
          const look =
            stage.runs.length === 0 && stage.status === undefined
              ? {
                  tone: "skipped" as const,
                  label: isInFlight(view.status) ? "Not reached yet" : "Not reached",
                }
              : stage.runs.some((run) => run.waitsForApproval)
                ? { tone: "waiting" as const, label: "Waiting for approval" }
                : lookOf(STAGE_LOOK, stage.status);
          return (
            <li
              key={stage.name}
              className="grid gap-x-4 border-t px-3 py-2 first:border-t-0 md:grid-cols-[12rem_minmax(0,1fr)]"
            >
              <div>
                <h3 className="font-semibold wrap-anywhere">{stage.name}</h3>
                <StatusBadge tone={look.tone} label={look.label} size="sm" />
              </div>
              <ul className="grid content-start">
                {stage.runs.map((run, index) => (
                  <RunLine
                    key={run.actionExecutionId ?? `${run.name}-${index}`}
                    run={run}
                    pipeline={view.pipeline}
                  />
                ))}
              </ul>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

function RunLine({ run, pipeline }: { run: ActionRun; pipeline: string }) {
  const look = actionLook(run);
  return (
    <li className="flex min-w-0 items-start gap-2 py-1">
      <StatusIcon tone={look.tone} className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium wrap-anywhere">{run.name}</span>
          <span className="text-meta text-muted">{run.provider}</span>
          <span>{look.label}</span>
          <ActionTarget action={run} />
          {run.waitsForApproval ? (
            <TextLink href={routes.pipeline(pipeline)}>Open the approval</TextLink>
          ) : null}
        </div>
        {run.error?.message ? (
          <p className="text-meta text-failed">
            <Foreign text={failureText(run.error.message)} />
          </p>
        ) : run.summary ? (
          <p className="text-meta text-muted">
            <Foreign text={shortenIds(run.summary)} />
          </p>
        ) : null}
      </div>
      <div className="text-end text-meta text-muted">
        <Timestamp at={run.startedAt ?? run.changedAt} />
        {run.startedAt && (run.endedAt || isInFlight(run.status)) ? (
          <span className="block">
            <Duration from={run.startedAt} {...(run.endedAt ? { to: run.endedAt } : {})} />
          </span>
        ) : null}
      </div>
    </li>
  );
}
