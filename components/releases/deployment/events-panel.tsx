import { memo, useMemo } from "react";
import { Panel } from "@/components/data/panel";
import { Duration } from "@/components/data/timestamp";
import { EventGrid } from "@/components/releases/deployment/event-grid";
import { EventStack } from "@/components/releases/deployment/event-stack";
import { plural } from "@/lib/platform/format";
import { formatDuration } from "@/lib/platform/time";
import { prepareGrid } from "@/lib/releases/grid";
import type { DeploymentView } from "@/lib/releases/model";
import { deploymentProgress, fleetProgress } from "@/lib/releases/progress";
import { isInFlight } from "@/lib/releases/status";

const FLEET_TITLE = { Green: "Green: the new instances", Blue: "Blue: the old instances" } as const;

/** Instances and what each lifecycle event did on them; Blue and Green apart. Memoised: it changes with the data only. */
export const EventsPanel = memo(function EventsPanel({
  view,
  usualMs,
}: {
  view: DeploymentView;
  /** How long deployments to this fleet usually take; absent where history does not say. */
  usualMs: number | undefined;
}) {
  const fleets = useMemo(() => prepareGrid(view), [view]);
  const missing = view.targetCount - view.targets.length;
  return (
    <>
      {fleets.map((fleet) => {
        const title = fleet.label ? FLEET_TITLE[fleet.label] : "Instances";
        return (
          <Panel
            key={title}
            title={title}
            flush
            aside={
              <Progress
                view={view}
                text={
                  fleet.label
                    ? fleetProgress(
                        fleet.rows.map((row) => row.target),
                        !isInFlight(view.status),
                      ).text
                    : deploymentProgress(view).text
                }
                usualMs={fleet === fleets[0] ? usualMs : undefined}
                ticks={fleet === fleets[0]}
              />
            }
          >
            {fleet.rows.length === 0 ? (
              <p className="p-3 text-muted">
                {isInFlight(view.status)
                  ? "No instance is known yet; they appear here as CodeDeploy chooses them."
                  : "The deployment ended before it chose an instance."}
              </p>
            ) : (
              <>
                <EventGrid fleet={fleet} label={`Lifecycle events, ${title.toLowerCase()}`} />
                <EventStack fleet={fleet} label={title} />
              </>
            )}
          </Panel>
        );
      })}
      {missing > 0 ? (
        <p className="text-muted">{plural(missing, "more instance")} not shown.</p>
      ) : null}
    </>
  );
});

function Progress({
  view,
  text,
  usualMs,
  ticks,
}: {
  view: DeploymentView;
  text: string;
  usualMs: number | undefined;
  ticks: boolean;
}) {
  return (
    <span role="status" className="text-meta text-muted">
      {text}
      {/* A wait that a person or a clock ends is no progress to time. */}
      {ticks && isInFlight(view.status) && !view.waitsFor && (view.startedAt ?? view.createdAt) ? (
        <>
          {" · "}
          <Duration from={view.startedAt ?? view.createdAt} />
          {usualMs === undefined ? "" : ` · usually ${formatDuration(usualMs)}`}
        </>
      ) : null}
    </span>
  );
}
