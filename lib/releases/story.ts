/**
 * A rollback is a story, not a status: what failed, where it stopped, what was never reached, who
 * rolled back, what runs now. Told from either end.
 */
import { changingInstances } from "./changing";
import { neverReached } from "./grid";
import type { DeploymentView, Diagnostics, FleetView } from "./model";
import { type RunningNow, runningNow } from "./running-now";

export interface ScriptFailure {
  targetId: string;
  event: string;
  diagnostics?: Diagnostics;
  /** From the agent's sentence "… failed with exit code N". */
  exitCode?: number;
  endedAt?: string;
}

export interface RollbackStory {
  failedId: string;
  /** Absent: the failed deployment could not be read yet. */
  failed?: DeploymentView;
  failures: ScriptFailure[];
  neverReached: string[];
  rollbackId?: string;
  rollback?: DeploymentView;
  message?: string;
  runningNow: RunningNow[];
  /** Instances that were touched and not repaired yet: what they run is neither. */
  between: string[];
}

/** The exit code in the agent's own words, e.g. `Script at specified location: x.sh failed with exit code 1`. */
export function exitCodeOf(diagnostics: Diagnostics | undefined): number | undefined {
  const found = /exit code (-?\d+)/i.exec(diagnostics?.message ?? "");
  return found ? Number(found[1]) : undefined;
}

/** Every failed lifecycle event, in the order in which they ended. */
export function scriptFailures(view: Pick<DeploymentView, "targets">): ScriptFailure[] {
  const all = view.targets.flatMap((target) =>
    target.events
      .filter((event) => event.status === "Failed")
      .map((event) => ({
        targetId: target.id,
        event: event.name,
        diagnostics: event.diagnostics,
        exitCode: exitCodeOf(event.diagnostics),
        endedAt: event.endedAt,
      })),
  );
  return all.sort((a, b) => (a.endedAt ?? "~").localeCompare(b.endedAt ?? "~"));
}

/** Ids of the instances that the deployment ended without touching. */
export function instancesNeverReached(view: Pick<DeploymentView, "targets" | "status">): string[] {
  const over = ["Succeeded", "Failed", "Stopped"].includes(view.status);
  return view.targets.filter((target) => neverReached(target, over)).map((target) => target.id);
}

/** Undefined when this deployment neither failed nor rolled another one back. */
export function rollbackStory(input: {
  view: DeploymentView;
  /** The deployment at the other end, where it could be read. */
  counterpart?: DeploymentView;
  fleet?: FleetView;
}): RollbackStory | undefined {
  const { view, counterpart, fleet } = input;
  const isRollback = view.rollback?.of !== undefined;
  if (!isRollback && view.status !== "Failed" && view.status !== "Stopped" && !view.rollback?.by) {
    return undefined;
  }
  const failed = isRollback ? counterpart : view;
  const rollback = isRollback ? view : counterpart;
  const between = betweenRevisions(fleet, [view, counterpart]);
  return {
    failedId: isRollback ? (view.rollback?.of ?? "") : view.id,
    failed,
    failures: failed ? scriptFailures(failed) : [],
    neverReached: failed ? instancesNeverReached(failed) : [],
    rollbackId: isRollback ? view.id : view.rollback?.by,
    rollback,
    message: view.rollback?.message ?? counterpart?.rollback?.message,
    runningNow: runningNow(fleet),
    between,
  };
}

/** The fleet knows of every deployment; without it the two of the story are asked. */
function betweenRevisions(
  fleet: FleetView | undefined,
  deployments: (DeploymentView | undefined)[],
): string[] {
  if (!fleet) return [...changingInstances(deployments).keys()];
  return fleet.instances.filter(({ changing }) => changing).map(({ id }) => id);
}
