/** What a button will do, said before it is pressed: what runs now, what will run, who is affected. */
import type { ApprovalView, PipelineView, StageView } from "./model";
import { revisionName } from "./revision-text";

/** Stages that run after `stage`, in order. */
export function stagesAfter(view: Pick<PipelineView, "stages">, stage: string): StageView[] {
  const at = view.stages.findIndex((one) => one.name === stage);
  return at < 0 ? [] : view.stages.slice(at + 1);
}

export function approveConsequence(approval: Pick<ApprovalView, "evidence">): string {
  const { runningNow, wouldRun } = approval.evidence;
  const next = revisionName(wouldRun.revisions[0]);
  if (!runningNow?.revision) return `Approve sends ${next} to production at once.`;
  return `Approve sends ${next} to production at once; it replaces ${revisionName(runningNow.revision)}.`;
}

export function rejectConsequence(approval: Pick<ApprovalView, "evidence">): string {
  const now = approval.evidence.runningNow?.revision;
  return now
    ? `Reject ends this execution; production keeps ${revisionName(now)}.`
    : "Reject ends this execution; production is not touched.";
}

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

export function retryConsequence(stage: Pick<StageView, "name" | "actions">): string {
  const failed = stage.actions
    .filter((action) => action.status === "Failed")
    .map((action) => action.name);
  const what = failed.length > 0 ? failed.join(", ") : "the failed actions";
  return `Runs ${what} of ${stage.name} again, in the same execution and with the same revision.`;
}

export const continueConsequence = {
  READY_WAIT: "All traffic goes to the new instances at once; the old ones get no more requests.",
  TERMINATION_WAIT:
    "The old instances end at once. Going back to the old revision then takes a whole new deployment.",
} as const;
