/**
 * What each AWS status means to a person: a tone of the product's vocabulary and a word. Every
 * table is exhaustive, so a status that AWS adds to the model fails the compile here first.
 */
import type { Tone } from "@/lib/platform/status";
import type {
  ActionStatus,
  ActionView,
  BUILD_PHASE_STATUSES,
  BuildStatus,
  DeploymentStatus,
  DeploymentView,
  EventStatus,
  ExecutionRow,
  ExecutionStatus,
  StageStatus,
  StageView,
  TargetStatus,
} from "./model";

/** How a status looks and reads. */
export interface StatusLook {
  tone: Tone;
  label: string;
}

export type BuildPhaseStatus = (typeof BUILD_PHASE_STATUSES)[number];

export const EXECUTION_LOOK: Record<ExecutionStatus, StatusLook> = {
  InProgress: { tone: "running", label: "Running" },
  Stopping: { tone: "running", label: "Stopping" },
  Stopped: { tone: "stopped", label: "Stopped" },
  Succeeded: { tone: "succeeded", label: "Succeeded" },
  Superseded: { tone: "superseded", label: "Superseded" },
  Failed: { tone: "failed", label: "Failed" },
  Cancelled: { tone: "stopped", label: "Cancelled" },
};

export const STAGE_LOOK: Record<StageStatus, StatusLook> = {
  InProgress: { tone: "running", label: "Running" },
  Stopping: { tone: "running", label: "Stopping" },
  Stopped: { tone: "stopped", label: "Stopped" },
  Succeeded: { tone: "succeeded", label: "Succeeded" },
  Failed: { tone: "failed", label: "Failed" },
  Cancelled: { tone: "stopped", label: "Cancelled" },
  Skipped: { tone: "skipped", label: "Skipped" },
};

export const ACTION_LOOK: Record<ActionStatus, StatusLook> = {
  InProgress: { tone: "running", label: "Running" },
  Abandoned: { tone: "stopped", label: "Abandoned" },
  Succeeded: { tone: "succeeded", label: "Succeeded" },
  Failed: { tone: "failed", label: "Failed" },
};

export const BUILD_LOOK: Record<BuildStatus, StatusLook> = {
  IN_PROGRESS: { tone: "running", label: "Running" },
  SUCCEEDED: { tone: "succeeded", label: "Succeeded" },
  FAILED: { tone: "failed", label: "Failed" },
  FAULT: { tone: "failed", label: "Fault" },
  TIMED_OUT: { tone: "failed", label: "Timed out" },
  STOPPED: { tone: "stopped", label: "Stopped" },
};

export const BUILD_PHASE_LOOK: Record<BuildPhaseStatus, StatusLook> = {
  ...BUILD_LOOK,
  CLIENT_ERROR: { tone: "failed", label: "Client error" },
  QUEUED: { tone: "queued", label: "Queued" },
};

export const DEPLOYMENT_LOOK: Record<DeploymentStatus, StatusLook> = {
  Created: { tone: "queued", label: "Created" },
  Queued: { tone: "queued", label: "Queued" },
  InProgress: { tone: "running", label: "Running" },
  Baking: { tone: "running", label: "Baking" },
  Succeeded: { tone: "succeeded", label: "Succeeded" },
  Failed: { tone: "failed", label: "Failed" },
  Stopped: { tone: "stopped", label: "Stopped" },
  Ready: { tone: "waiting", label: "Waiting" },
};

export const TARGET_LOOK: Record<TargetStatus, StatusLook> = {
  Pending: { tone: "queued", label: "Pending" },
  InProgress: { tone: "running", label: "Running" },
  Succeeded: { tone: "succeeded", label: "Succeeded" },
  Failed: { tone: "failed", label: "Failed" },
  Skipped: { tone: "skipped", label: "Skipped" },
  Unknown: { tone: "unknown", label: "Unknown" },
  Ready: { tone: "waiting", label: "Ready" },
};

export const EVENT_LOOK: Record<EventStatus, StatusLook> = {
  Pending: { tone: "queued", label: "Pending" },
  InProgress: { tone: "running", label: "Running" },
  Succeeded: { tone: "succeeded", label: "Succeeded" },
  Failed: { tone: "failed", label: "Failed" },
  Skipped: { tone: "skipped", label: "Skipped" },
  Unknown: { tone: "unknown", label: "Unknown" },
};

const NEVER_RAN: StatusLook = { tone: "queued", label: "Not run yet" };
const WAITING: StatusLook = { tone: "waiting", label: "Waiting for approval" };

/** A status this build does not know (the model is open at AWS's end) is said as it came, never guessed. */
export function lookOf<S extends string>(
  table: Record<S, StatusLook>,
  status: S | undefined,
): StatusLook {
  if (status === undefined) return NEVER_RAN;
  return (table as Record<string, StatusLook>)[status] ?? { tone: "unknown", label: status };
}

/** An action that waits for a person is waiting, whatever AWS calls it (it says InProgress). */
export function actionLook(action: Pick<ActionView, "status" | "waitsForApproval">): StatusLook {
  return action.waitsForApproval ? WAITING : lookOf(ACTION_LOOK, action.status);
}

/** A running stage in which an approval waits is waiting. */
export function stageLook(
  stage: Pick<StageView, "name" | "status"> & { actions?: Pick<ActionView, "waitsForApproval">[] },
): StatusLook {
  if (stage.actions?.some((action) => action.waitsForApproval)) {
    return { tone: "waiting", label: "Waiting" };
  }
  return lookOf(STAGE_LOOK, stage.status);
}

/** A rollback has its own shape, in the colour of its outcome. `waits`: an approval waits in it now. */
export function executionLook(
  row: Pick<ExecutionRow, "status" | "type"> & { waits?: boolean },
): StatusLook {
  if (row.waits && row.status === "InProgress") return { tone: "waiting", label: "Waiting" };
  const look = lookOf(EXECUTION_LOOK, row.status);
  if (row.type === "ROLLBACK" && row.status === "Succeeded") {
    return { tone: "rolled-back", label: "Rolled back" };
  }
  return look;
}

/** Deployments as a person means them: a rollback that worked is "Rolled back". */
export function deploymentLook(
  view: Pick<DeploymentView, "status" | "creator"> & { waitsFor?: DeploymentView["waitsFor"] },
): StatusLook {
  if (view.waitsFor?.kind === "READY_WAIT") {
    return { tone: "waiting", label: "Waiting for traffic" };
  }
  if (view.status === "Succeeded" && view.creator === "codeDeployRollback") {
    return { tone: "rolled-back", label: "Rolled back" };
  }
  return lookOf(DEPLOYMENT_LOOK, view.status);
}

const IN_FLIGHT = new Set<string>([
  "InProgress",
  "Stopping",
  "IN_PROGRESS",
  "Created",
  "Queued",
  "Baking",
  "Ready",
]);

/** Something is still going to change by itself: clocks tick and grids fill in only then. */
export const isInFlight = (status: string | undefined): boolean =>
  status !== undefined && IN_FLIGHT.has(status);
