import type { Tone } from "@/lib/platform/status";
import type {
  Decision,
  FactorSource,
  Outcome,
  PackageChange,
  TargetState,
  Urgency,
  Verdict,
} from "./model";
import type { NodeStage, RolloutPhase } from "./rollout";
import type { CheckState, RolloutBrief, UpdateBrief } from "./views";

export interface Look {
  tone: Tone;
  label: string;
}

export const STATE_LOOK: Record<TargetState, Look> = {
  up_to_date: { tone: "succeeded", label: "Up to date" },
  update_available: { tone: "queued", label: "Update available" },
  held: { tone: "queued", label: "Held" },
  rejected: { tone: "failed", label: "Refused by rules" },
  proposed: { tone: "waiting", label: "Proposed" },
  skipped: { tone: "skipped", label: "Skipped" },
  unsupported: { tone: "unknown", label: "Unsupported" },
  unreadable: { tone: "unknown", label: "Not readable" },
};

export const PHASE_LABEL: Record<RolloutPhase, string> = {
  waiting_for_merge: "Waiting for the merge",
  waiting_for_sync: "Waiting for Argo CD",
  waiting_for_drift: "Waiting for drift",
  replacing: "Replacing nodes",
  soaking: "Soaking",
  done: "Done",
};

/** A phase that is over. */
export const PHASE_PAST: Record<RolloutPhase, string> = {
  waiting_for_merge: "Merged",
  waiting_for_sync: "Synced by Argo CD",
  waiting_for_drift: "Drift seen",
  replacing: "Nodes replaced",
  soaking: "Soaked",
  done: "Done",
};

export const OUTCOME_LOOK: Record<Outcome, Look> = {
  verified: { tone: "succeeded", label: "Verified" },
  stuck: { tone: "waiting", label: "Stuck" },
  regressed: { tone: "failed", label: "Regressed" },
  reverted: { tone: "rolled-back", label: "Reverted" },
};

export const STAGE_LOOK: Record<NodeStage, Look> = {
  old: { tone: "queued", label: "Old image" },
  drifted: { tone: "queued", label: "Drifted" },
  draining: { tone: "running", label: "Draining" },
  launching: { tone: "running", label: "Launching" },
  registering: { tone: "running", label: "Registering" },
  initializing: { tone: "running", label: "Initializing" },
  replaced: { tone: "succeeded", label: "New image" },
  failed: { tone: "failed", label: "Failed" },
};

export const VERDICT_LOOK: Record<Verdict, Look> = {
  APPROVE: { tone: "succeeded", label: "APPROVE" },
  REJECT: { tone: "failed", label: "REJECT" },
};

export const URGENCY_LABEL: Record<Urgency, string> = {
  none: "No security fix named",
  routine: "Routine",
  soon: "Soon",
  urgent: "Urgent",
};

export const DECISION_LABEL: Record<Decision, string> = {
  merged: "Merged",
  auto_merged: "Merged by policy",
  closed: "Closed",
  superseded: "Superseded",
};

export const SOURCE_LABEL: Record<FactorSource, string> = {
  floor: "Floor",
  criteria: "Criterion",
  model: "Model",
};

export const CHECK_LOOK: Record<CheckState, Look> = {
  succeeded: { tone: "succeeded", label: "Passed" },
  failed: { tone: "failed", label: "Failed" },
  running: { tone: "running", label: "Running" },
  queued: { tone: "queued", label: "Queued" },
  skipped: { tone: "skipped", label: "Skipped" },
};

export const PACKAGE_LABEL: Record<PackageChange["kind"], string> = {
  changed: "Changed",
  added: "Added",
  removed: "Removed",
  downgraded: "Downgraded",
};

const PHASE_TONE: Partial<Record<RolloutPhase, Tone>> = {
  waiting_for_merge: "waiting",
  done: "succeeded",
};

/** A rollout in one badge: its outcome once there is one, else how far it is. */
export function rolloutLook(
  rollout: Pick<RolloutBrief, "phase" | "outcome"> & { updateId?: string },
): Look {
  if (rollout.outcome) return OUTCOME_LOOK[rollout.outcome];
  if ("nodes" in rollout && !rollout.updateId) return { tone: "skipped", label: "No update" };
  return { tone: PHASE_TONE[rollout.phase] ?? "running", label: PHASE_LABEL[rollout.phase] };
}

/** Where an update stands, from analysis to outcome. */
export function updateLook(
  update: Pick<UpdateBrief, "decision" | "outcome" | "pull" | "autoRejected" | "risk" | "problem">,
): Look {
  if (update.outcome) return OUTCOME_LOOK[update.outcome];
  if (update.decision === "superseded") return { tone: "superseded", label: "Superseded" };
  if (update.decision === "closed") return { tone: "skipped", label: "Closed" };
  if (update.decision) return { tone: "running", label: "Rolling out" };
  if (update.pull) return { tone: "waiting", label: "Waiting for a decision" };
  if (update.problem) return { tone: "failed", label: "Could not go on" };
  if (update.autoRejected) return { tone: "failed", label: "Refused by rules" };
  return update.risk === undefined
    ? { tone: "running", label: "Being analysed" }
    : { tone: "running", label: "Being proposed" };
}

/** Risk in words beside the figure: colour is never alone. */
export const riskWord = (risk: number): "low" | "medium" | "high" =>
  risk <= 3 ? "low" : risk <= 6 ? "medium" : "high";
