/**
 * Who may do what to an AMI update, and why not. The tooltip of the disabled button and the refusal of
 * the server are the same sentence: both come from here.
 */
import { ALLOWED, type Eligibility, no } from "@/lib/platform/eligibility";
import { leastRole, may, type Permission, type Role } from "@/lib/platform/permissions";
import type { Decision, Outcome, TargetState, UpdateRecord, Verdict } from "./model";
import type { CheckState } from "./views";

/** What every verb looks at first. */
export interface CommonFacts {
  role: Role;
  /** The data that the decision rests on is older than it may be. */
  stale: boolean;
}

function common(facts: CommonFacts, permission: Permission, verb: string): Eligibility {
  if (!may(facts.role, permission))
    return no(`Needs the role ${leastRole(permission)} to ${verb}; you are ${facts.role}.`);
  if (facts.stale) return no("What you see may be out of date; wait until it is live again.");
  return ALLOWED;
}

/** The first that refuses. */
const all = (...verdicts: (Eligibility | undefined)[]): Eligibility =>
  verdicts.find((verdict) => verdict && !verdict.allowed) ?? ALLOWED;

export interface ProposalFacts extends CommonFacts {
  dryRun: boolean;
  decision?: Decision;
  decidedBy?: string;
  /** As GitHub has it now; absent where there is none. */
  pull?: {
    state: "open" | "closed" | "merged";
    mergeable?: boolean;
    checks: readonly { name: string; state: CheckState }[];
    /** The branch holds something else than the one line that was proposed. */
    edited?: boolean;
  };
  /** There is one, and GitHub does not tell of it now. */
  pullUnread?: boolean;
}

export interface MergeFacts extends ProposalFacts {
  /** E-mail address of who asks. */
  me: string;
  /** Of who asked for it in spite of the rules or of a skip. */
  ownOverrideOf: readonly string[];
  /** The environment's maintenance window is open now. */
  windowOpen: boolean;
  /** The rules refuse it, and nobody has overridden them: their sentence. */
  autoRejected?: string;
}

const DECIDED: Record<Decision, string> = {
  merged: "This was already merged",
  auto_merged: "This was already merged by policy",
  closed: "This was already closed",
  superseded: "A newer image has taken this one's place",
};

function openProposal({
  dryRun,
  decision,
  decidedBy,
  pull,
  pullUnread,
}: ProposalFacts): Eligibility {
  if (dryRun) return no("This was a dry run; there is no pull request.");
  if (decision) {
    const named = decidedBy && (decision === "merged" || decision === "closed");
    return no(`${DECIDED[decision]}${named ? ` by ${decidedBy}` : ""}.`);
  }
  if (!pull)
    return no(pullUnread ? "The pull request cannot be read now." : "There is no pull request.");
  if (pull.state === "merged") return no("The pull request was already merged on GitHub.");
  if (pull.state === "closed") return no("The pull request was already closed on GitHub.");
  return ALLOWED;
}

/** What must hold of a pull request before anybody merges it, the policy included. */
export function canMergePull(pull: NonNullable<ProposalFacts["pull"]>): Eligibility {
  if (pull.edited)
    return no("The branch holds more than the proposed line; look at it and merge it on GitHub.");
  const failed = pull.checks.find(({ state }) => state === "failed");
  if (failed) return no(`The check ${failed.name} failed.`);
  const running = pull.checks.find(({ state }) => state === "running" || state === "queued");
  if (running) return no(`The check ${running.name} has not ended yet.`);
  if (pull.mergeable === false) return no("The pull request conflicts with its base branch.");
  return ALLOWED;
}

/** May this person merge the proposal from the console? */
export function canMerge(facts: MergeFacts): Eligibility {
  return all(
    common(facts, "ami.decide", "merge an AMI update"),
    openProposal(facts),
    facts.autoRejected ? no(`The rules refuse it: ${facts.autoRejected}`) : undefined,
    facts.ownOverrideOf.includes(facts.me)
      ? no("You asked for it in spite of the rules or of a skip; somebody else has to merge it.")
      : undefined,
    facts.windowOpen ? undefined : no("The maintenance window is closed now."),
    facts.pull && canMergePull(facts.pull),
  );
}

/** May this person close the proposal, so that this image is skipped? */
export const canClose = (facts: ProposalFacts): Eligibility =>
  all(common(facts, "ami.decide", "close an AMI update"), openProposal(facts));

/** A merge against the verdict is explained; everything else may be. */
export const needsComment = (decision: "merge" | "close", verdict: Verdict | undefined): boolean =>
  decision === "merge" && verdict !== "APPROVE";

/** May this person lift the skip of the image that the target's state speaks of? */
export function canLift(facts: CommonFacts & { state: TargetState }): Eligibility {
  return all(
    common(facts, "ami.decide", "lift a skip"),
    facts.state === "skipped" ? undefined : no("This image is not skipped."),
  );
}

export interface OverrideFacts extends CommonFacts {
  autoRejected: boolean;
  overriddenBy?: string;
  decision?: Decision;
  dryRun: boolean;
}

/** May this person have it proposed although the rules refused it? */
export function canOverride(facts: OverrideFacts): Eligibility {
  return all(
    common(facts, "ami.decide", "override a rejection"),
    facts.dryRun ? no("This was a dry run; there is nothing to override.") : undefined,
    facts.decision ? no(`${DECIDED[facts.decision]}.`) : undefined,
    facts.autoRejected ? undefined : no("The rules did not refuse this update."),
    facts.overriddenBy ? no(`${facts.overriddenBy} has overridden this already.`) : undefined,
  );
}

/** May this person look for updates now? */
export const canRunDetection = (facts: CommonFacts): Eligibility =>
  common(facts, "ami.run", "look for updates");

/** May this person see what would be proposed? */
export function canDryRun(facts: CommonFacts & { state: TargetState }): Eligibility {
  return all(common(facts, "ami.run", "make a dry run"), dryRunnable(facts.state));
}

function dryRunnable(state: TargetState): Eligibility {
  switch (state) {
    case "up_to_date":
      return no("There is nothing to propose: the image is up to date.");
    case "unsupported":
      return no("This node class cannot be updated by a pull request.");
    case "unreadable":
      return no("This node class cannot be read now.");
    case "update_available":
    case "held":
    case "rejected":
    case "proposed":
    case "skipped":
      return ALLOWED;
  }
}

/** May this person have it analysed again? */
export function canAnalyseAgain(facts: CommonFacts & { decision?: Decision }): Eligibility {
  return all(
    common(facts, "ami.run", "analyse an update again"),
    facts.decision ? no(`${DECIDED[facts.decision]}.`) : undefined,
  );
}

export interface RevertFacts extends CommonFacts {
  decision?: Decision;
  outcome?: Outcome;
}

/** May this person propose to take the change back? */
export function canRevert(facts: RevertFacts): Eligibility {
  return all(
    common(facts, "ami.decide", "propose a revert"),
    facts.decision === "merged" || facts.decision === "auto_merged"
      ? undefined
      : no("Only what was merged can be reverted."),
    facts.outcome === "reverted" ? no("This was reverted already.") : undefined,
  );
}

/** E-mail addresses of who asked for it in spite of the rules or of a skip: they do not merge it. */
export const ownOverrideOf = (
  record: Pick<UpdateRecord, "override">,
  lift: { by: string } | undefined,
): string[] => [...new Set([record.override?.by, lift?.by].flatMap((by) => by ?? []))];
