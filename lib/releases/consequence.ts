/** What a button will do, said before it is pressed: what runs now, what will run, who is affected. */
import { plural } from "@/lib/platform/format";
import type { ApprovalView, DeploymentView, PipelineView, Revision, StageView } from "./model";
import { revisionName } from "./revision-text";

/** Stages that run after `stage`, in order. */
export function stagesAfter(view: Pick<PipelineView, "stages">, stage: string): StageView[] {
  const at = view.stages.findIndex((one) => one.name === stage);
  return at < 0 ? [] : view.stages.slice(at + 1);
}

/** `lab-app / in-place`; without a known deployment target, `the next stage`. */
function destination({ deploysTo = [] }: Pick<ApprovalView, "deploysTo">): string {
  const names = deploysTo.map((fleet) => `${fleet.application} / ${fleet.deploymentGroup}`);
  if (names.length === 0) return "the next stage";
  if (names.length === 1) return names.join();
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

export function approveConsequence(approval: Pick<ApprovalView, "evidence" | "deploysTo">): string {
  const { runningNow, wouldRun } = approval.evidence;
  const sends = `Approve sends ${revisionName(wouldRun.revisions[0])} to ${destination(approval)} at once`;
  if (!runningNow?.revision) return `${sends}.`;
  return `${sends}; it replaces ${revisionName(runningNow.revision)}.`;
}

export function rejectConsequence(approval: Pick<ApprovalView, "evidence">): string {
  const now = approval.evidence.runningNow?.revision;
  return now
    ? `Reject ends this execution; production keeps ${revisionName(now)}.`
    : "Reject ends this execution; production is not touched.";
}

/** The same beside the evidence, where what runs now has been named already. */
export const rejectInShort = (approval: Pick<ApprovalView, "evidence">): string =>
  approval.evidence.runningNow?.revision
    ? "Reject ends this execution; production keeps what it runs now."
    : rejectConsequence(approval);

/** Release change: a new execution with the newest source. */
export function releaseConsequence(view: Pick<PipelineView, "mode" | "stages">): string {
  const gate = view.stages.find((stage) =>
    stage.actions.some((action) => action.category === "Approval"),
  );
  const until = gate
    ? `It stops at ${gate.name} until someone approves it.`
    : "No approval stands in between: it goes through to the last stage.";
  const others: Record<PipelineView["mode"], string> = {
    SUPERSEDED: "An execution that waits between stages is superseded.",
    QUEUED: "It queues behind the executions that run now.",
    PARALLEL: "It runs beside the executions that run now.",
  };
  return `Starts a new execution with the newest revision of the source. ${until} ${others[view.mode]}`;
}

/** `revision`: what the execution in the stage carries, where that is known. */
export function retryConsequence(
  stage: Pick<StageView, "name" | "actions">,
  revision: Revision | undefined,
): string {
  const failed = stage.actions
    .filter((action) => action.status === "Failed")
    .map((action) => action.name);
  const what = failed.length > 0 ? failed.join(", ") : "the failed actions";
  return `Runs ${what} of ${stage.name} again, in the same execution and with the same revision${
    revision ? `: ${revisionName(revision)}` : ""
  }.`;
}

/** What ending the wait of a blue/green deployment does, to how many instances. */
export function continueConsequence(
  kind: "READY_WAIT" | "TERMINATION_WAIT",
  view: Pick<DeploymentView, "targets" | "previousRevision">,
): string {
  const named = (label: "Blue" | "Green", name: string) => {
    const found = view.targets.filter((target) => target.label === label).length;
    return found > 0 ? plural(found, name) : `the ${name}s`;
  };
  if (kind === "READY_WAIT") {
    return `Sends all traffic to ${named("Green", "new instance")} at once; the old ones get no more requests.`;
  }
  const before = view.previousRevision
    ? revisionName(view.previousRevision)
    : "the revision they run";
  return `Ends ${named("Blue", "old instance")} at once. Going back to ${before} then takes a whole new deployment.`;
}
