import "server-only";
import { approvalSummary, decidedBy } from "@/lib/releases/approval-summary";
import { canDecide } from "@/lib/releases/eligibility";
import { evidenceChanges } from "@/lib/releases/evidence-changes";
import { topics } from "@/lib/releases/keys";
import type { ApprovalView, DecideApprovalInput } from "@/lib/releases/model";
import { revisionName } from "@/lib/releases/revision-text";
import {
  type ActionExecution,
  listActionExecutions,
} from "@/server/aws/codepipeline/list-action-executions";
import { putApprovalResult } from "@/server/aws/codepipeline/put-approval-result";
import { wakeTopics } from "@/server/live/hub";
import { now } from "@/server/platform/clock";
import type { Ctx } from "@/server/platform/ctx";
import { AppError, isAppError } from "@/server/platform/errors";
import { lockDecision } from "./decision-lock";
import { recallEvidence } from "./keep-evidence";
import { readDefinition } from "./read-definition";
import { approvalsOf } from "./read-waiting-approvals";

const READ_AGAIN = 2;

/**
 * Approves or rejects exactly what the person looked at.
 * @throws AppError `invalid` (a rejection without a reason), `stale` (the evidence changed since),
 * `conflict` (decided meanwhile, with who did if known), or what AWS failed with.
 */
export async function decideApproval({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: DecideApprovalInput;
}): Promise<{ message: string }> {
  if (input.decision === "Rejected" && input.comment === "")
    throw new AppError("invalid", "Say why you reject it.");
  const { pipeline, stage, action, executionId } = input;
  const lock = await lockDecision(
    [pipeline, stage, action, executionId].map(encodeURIComponent).join("/"),
    ctx.person.email,
  );
  if (!lock.mine) {
    throw new AppError("conflict", `${lock.holder} is deciding this approval at this moment.`);
  }
  try {
    const approval = await wholeApproval(ctx, input);
    await requireSameEvidence(input, approval);
    await put(ctx, input);
    const done = input.decision === "Approved" ? "Approved" : "Rejected";
    const what = revisionName(approval.evidence.wouldRun.revisions[0]);
    return { message: `${done} ${what} in ${pipeline}.` };
  } finally {
    await lock.free();
    wakeTopics([
      topics.pipeline(pipeline),
      topics.pipelines(),
      topics.execution(pipeline, executionId),
      "inbox",
    ]);
  }
}

/** The approval as it waits now; throws why it does not. */
async function currentApproval(ctx: Ctx, input: DecideApprovalInput): Promise<ApprovalView> {
  const approvals = (await approvalsOf(ctx, input.pipeline)).filter(
    (approval) => approval.stage === input.stage && approval.action === input.action,
  );
  const approval = approvals.find((candidate) => candidate.executionId === input.executionId);
  const verdict = canDecide({
    role: ctx.person.role,
    stale: false,
    waiting: approval !== undefined,
    waitingExecutionId: approvals[0]?.executionId,
    expiresAt: approval?.expiresAt,
    now: now().toISOString(),
  });
  if (approval && verdict.allowed) return approval;
  const decided = await whatBecameOf(ctx, input);
  if (decided) throw new AppError("conflict", decided);
  const why = verdict.allowed ? "This approval no longer waits." : verdict.why;
  throw new AppError("stale", why);
}

/** A part that cannot be read for a moment makes other evidence, so it is tried again before that counts. */
async function wholeApproval(ctx: Ctx, input: DecideApprovalInput): Promise<ApprovalView> {
  let approval = await currentApproval(ctx, input);
  for (let again = 0; again < READ_AGAIN; again += 1) {
    const { evidence, evidenceHash } = approval;
    if (evidenceHash === input.evidenceHash || evidence.missing.length === 0) break;
    approval = await currentApproval(ctx, input);
  }
  return approval;
}

/** What the hash does not say, the evidence kept under it does. */
async function requireSameEvidence(
  input: DecideApprovalInput,
  approval: ApprovalView,
): Promise<void> {
  if (approval.evidenceHash === input.evidenceHash) return;
  const shown = await recallEvidence(input.evidenceHash);
  const [change] = shown ? evidenceChanges(shown, approval) : [];
  throw new AppError(
    "stale",
    change
      ? `The evidence changed since you looked: ${change}`
      : "The evidence changed since you looked; look at it again.",
  );
}

async function put(ctx: Ctx, input: DecideApprovalInput): Promise<void> {
  const { mode } = await readDefinition(ctx, input.pipeline);
  // The person was told that the outcome is unknown; deciding after that would surprise them.
  ctx.signal?.throwIfAborted();
  const summary = approvalSummary(input.decision, ctx.person.email, input.comment);
  try {
    await putApprovalResult(ctx, input, {
      status: input.decision,
      summary,
      parallel: mode === "PARALLEL",
    });
  } catch (error) {
    if (!isAppError(error) || error.code !== "conflict") throw error;
    const run = await lastRun(ctx, input).catch(() => undefined);
    // A retried request may meet its own decision: the first answer was lost on the way.
    if (run?.status !== "InProgress" && run?.summary === summary) return;
    throw new AppError("conflict", (run && toldOutcome(run)) ?? error.message);
  }
}

async function lastRun(
  ctx: Ctx,
  { pipeline, stage, action, executionId }: DecideApprovalInput,
): Promise<ActionExecution | undefined> {
  const runs = await listActionExecutions(ctx, pipeline, { executionId });
  return runs.find((run) => run.stage === stage && run.action === action);
}

async function whatBecameOf(ctx: Ctx, input: DecideApprovalInput): Promise<string | undefined> {
  const run = await lastRun(ctx, input).catch(() => undefined);
  return run && toldOutcome(run);
}

/** One sentence on how an approval ended; undefined while it waits. */
export function toldOutcome(
  run: Pick<ActionExecution, "status" | "summary" | "updatedBy" | "error">,
): string | undefined {
  const who = decidedBy(run.summary) ?? run.updatedBy;
  const by = who ? ` by ${who}` : "";
  switch (run.status) {
    case "Succeeded":
      return `This was already approved${by}.`;
    case "Abandoned":
      return "The execution was stopped; its approval no longer waits.";
    case "Failed":
      return decidedBy(run.summary) || run.summary
        ? `This was already rejected${by}.`
        : "This approval ended without a decision; it has timed out or was stopped.";
    case "InProgress":
      return undefined;
  }
}
