/**
 * Who may do what to a release, and why not. The tooltip of the disabled button and the refusal of
 * the server are the same sentence: both come from here.
 */
import { ALLOWED, type Eligibility, no } from "@/lib/platform/eligibility";
import { leastRole, may, type Permission, type Role } from "@/lib/platform/permissions";
import type { DeploymentStatus, ExecutionStatus, StageStatus } from "./model";

/** What every verb looks at first. */
export interface CommonFacts {
  role: Role;
  /** The data that the decision rests on is older than it may be. */
  stale: boolean;
}

function common(facts: CommonFacts, permission: Permission, verb: string): Eligibility {
  if (!may(facts.role, permission)) {
    return no(`Needs the role ${leastRole(permission)} to ${verb}; you are ${facts.role}.`);
  }
  if (facts.stale) return no("What you see may be out of date; wait until it is live again.");
  return ALLOWED;
}

export interface ApprovalFacts extends CommonFacts {
  /** The approval waits now, for this execution. */
  waiting: boolean;
  /** The execution that waits there instead, if another one does. */
  waitingExecutionId?: string;
  /** ISO 8601; a timed-out approval is a failure of the stage. */
  expiresAt?: string;
  /** ISO 8601, the clock of whoever asks. */
  now: string;
}

/** May this person approve or reject? */
export function canDecide(facts: ApprovalFacts): Eligibility {
  const verdict = common(facts, "release.approve", "decide an approval");
  if (!verdict.allowed) return verdict;
  if (!facts.waiting) {
    return no(
      facts.waitingExecutionId
        ? "Another execution waits here now; look at its evidence first."
        : "This approval no longer waits.",
    );
  }
  if (facts.expiresAt && facts.expiresAt <= facts.now) return no("This approval has timed out.");
  return ALLOWED;
}

export interface StartFacts extends CommonFacts {
  /** The first stage takes nothing new: its inbound transition is off. */
  sourceDisabled: boolean;
}

/** May this person release the latest change? */
export function canStart(facts: StartFacts): Eligibility {
  const verdict = common(facts, "release.run", "release a change");
  if (!verdict.allowed) return verdict;
  if (facts.sourceDisabled) return no("The transition into the first stage is disabled.");
  return ALLOWED;
}

export interface RetryFacts extends CommonFacts {
  status?: StageStatus;
  /** Retry is for the execution that is last in the stage, and only while no newer one entered it. */
  isLatestInStage: boolean;
  /** AWS has no retry for a stage that only has source actions. */
  isSource: boolean;
}

/** May this person retry the stage on the same execution? */
export function canRetry(facts: RetryFacts): Eligibility {
  const verdict = common(facts, "release.run", "retry a stage");
  if (!verdict.allowed) return verdict;
  const stage = canRetryStage(facts);
  return stage;
}

/** The part of the verdict that does not depend on who asks; `StageView.retry` carries it. */
export function canRetryStage(
  facts: Pick<RetryFacts, "status" | "isLatestInStage" | "isSource">,
): Eligibility {
  if (facts.isSource) return no("A source stage cannot be retried; release the change again.");
  if (facts.status === undefined) return no("Nothing ran in this stage yet.");
  if (facts.status !== "Failed" && facts.status !== "Stopped") {
    return no(RETRY_REFUSAL[facts.status]);
  }
  if (!facts.isLatestInStage) return no("A newer execution has entered this stage.");
  return ALLOWED;
}

const RETRY_REFUSAL: Record<Exclude<StageStatus, "Failed" | "Stopped">, string> = {
  InProgress: "The stage is still running.",
  Stopping: "The stage is being stopped; it can be retried when it has stopped.",
  Succeeded: "The stage succeeded; there is nothing to retry.",
  Cancelled: "A cancelled stage cannot be retried.",
  Skipped: "A skipped stage cannot be retried.",
};

export interface ContinueFacts extends CommonFacts {
  status: DeploymentStatus;
  /** What the deployment waits for now, if anything. */
  waitsFor?: "READY_WAIT" | "TERMINATION_WAIT";
  /** What the person wants to end. */
  wait: "READY_WAIT" | "TERMINATION_WAIT";
}

/** May this person end the wait of a blue/green deployment? */
export function canContinue(facts: ContinueFacts): Eligibility {
  const verdict = common(facts, "release.run", "continue a deployment");
  if (!verdict.allowed) return verdict;
  return canContinueDeployment(facts);
}

/** The part of the verdict that does not depend on who asks; `DeploymentView.continue` carries it. */
export function canContinueDeployment(
  facts: Pick<ContinueFacts, "status" | "waitsFor" | "wait">,
): Eligibility {
  if (facts.status === "Succeeded" || facts.status === "Failed" || facts.status === "Stopped") {
    if (facts.waitsFor !== facts.wait) return no("The deployment has ended.");
  }
  if (facts.waitsFor === undefined) return no("The deployment does not wait for anybody now.");
  if (facts.waitsFor !== facts.wait) {
    return no(
      facts.waitsFor === "READY_WAIT"
        ? "The new instances do not take traffic yet."
        : "Traffic already goes to the new instances.",
    );
  }
  return ALLOWED;
}

export interface StopFacts extends CommonFacts {
  /** Absent: the pipeline knows no such execution. */
  status?: ExecutionStatus;
  abandon: boolean;
}

/** May this person stop the execution? */
export function canStop(facts: StopFacts): Eligibility {
  const verdict = common(facts, "release.run", "stop an execution");
  if (!verdict.allowed) return verdict;
  if (facts.status === undefined) return no("The pipeline has no such execution.");
  if (facts.status === "InProgress") return ALLOWED;
  if (facts.status === "Stopping")
    return facts.abandon ? ALLOWED : no("The execution is being stopped already.");
  return no("The execution has ended; there is nothing to stop.");
}

export interface RollBackFacts extends CommonFacts {
  isSource: boolean;
  /** Of the stage now. */
  status?: StageStatus;
  mode: "SUPERSEDED" | "QUEUED" | "PARALLEL";
  /** The execution to return to; absent: it did not succeed in the stage, as far as AWS remembers. */
  target?: { type: "STANDARD" | "ROLLBACK" };
  /** The stage holds that execution already, and holds it well. */
  runsTarget: boolean;
}

/** May this person bring the stage back? It puts another revision in force, so it takes who approves releases. */
export function canRollBack(facts: RollBackFacts): Eligibility {
  const verdict = common(facts, "release.approve", "roll a stage back");
  if (!verdict.allowed) return verdict;
  if (facts.isSource) return no("A source stage cannot be rolled back.");
  if (facts.mode === "PARALLEL")
    return no("Stages of pipelines in PARALLEL mode cannot be rolled back.");
  if (facts.status === "InProgress" || facts.status === "Stopping")
    return no("The stage is still running.");
  if (!facts.target)
    return no("That execution did not succeed in this stage, so there is nothing to return to.");
  if (facts.target.type === "ROLLBACK")
    return no("That execution is a rollback itself; return to the one that it returned to.");
  if (facts.runsTarget) return no("The stage runs that execution already.");
  return ALLOWED;
}
