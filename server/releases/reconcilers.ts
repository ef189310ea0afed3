import "server-only";
import { decidedBy } from "@/lib/releases/approval-summary";
import {
  ContinueDeploymentInput,
  DecideApprovalInput,
  RetryStageInput,
  RollBackStageInput,
  StartPipelineInput,
  StopExecutionInput,
} from "@/lib/releases/model";
import { nobody } from "@/server/aws/call-aws";
import { listActionExecutions } from "@/server/aws/codepipeline/list-action-executions";
import { listExecutions } from "@/server/aws/codepipeline/list-executions";
import { isAppError } from "@/server/platform/errors";
import { type OpenIntent, type Reconciler, registerReconciler } from "@/server/platform/reconcile";
import { readDeployment } from "./read-deployment";
import { stopReason } from "./stop-execution";

/** Two clocks, ours and AWS's: what happened within this of the intent may be its doing. */
const CLOCK_SLACK_MS = 5_000;
/** No action runs longer, retries included. */
const ACTION_LASTS_MS = 60_000;

type Verdict = Awaited<ReturnType<Reconciler>>;

const within = (at: string | undefined, intent: OpenIntent): boolean => {
  const after = at ? Date.parse(at) - intent.at.getTime() : Number.NaN;
  return after >= -CLOCK_SLACK_MS && after <= ACTION_LASTS_MS;
};

/** A thing that is gone cannot tell any more; any other failure is asked again. */
const unlessGone = (error: unknown): Verdict => {
  if (isAppError(error) && error.code === "not_found") return "unknown";
  throw error;
};

/** The decision stands in the action's own summary, with who gave it. */
export const reconcileDecision: Reconciler = async (intent) => {
  const input = DecideApprovalInput.parse(intent.input);
  const runs = await listActionExecutions(nobody, input.pipeline, {
    executionId: input.executionId,
  });
  const run = runs.find((one) => one.stage === input.stage && one.action === input.action);
  if (!run) return "refused";
  if (run.status === "InProgress") return "refused";
  const decision = run.status === "Succeeded" ? "Approved" : "Rejected";
  const ours = decidedBy(run.summary) === intent.person.email && decision === input.decision;
  return ours && within(run.updatedAt, intent) ? "applied" : "refused";
};

/** AWS does not keep our token, so a manual start at that time has to do; two leave it open. */
export const reconcileStart: Reconciler = async (intent) => {
  const { pipeline } = StartPipelineInput.parse(intent.input);
  const { executions } = await listExecutions(nobody, pipeline, { max: 100 });
  const started = executions.filter(
    (one) => one.trigger?.type === "StartPipelineExecution" && within(one.startedAt, intent),
  );
  if (started.length === 0) return "refused";
  return started.length === 1 ? "applied" : "unknown";
};

/** A retry is a new run of the stage's actions on the same execution. */
export const reconcileRetry: Reconciler = async (intent) => {
  const { pipeline, stage, executionId } = RetryStageInput.parse(intent.input);
  const runs = await listActionExecutions(nobody, pipeline, { executionId });
  const again = runs.some((run) => run.stage === stage && within(run.startedAt, intent));
  return again ? "applied" : "refused";
};

/** Still waiting: it was not continued. Otherwise nobody can tell a person's doing from the timer's. */
export const reconcileContinue: Reconciler = async (intent) => {
  const { deploymentId, wait } = ContinueDeploymentInput.parse(intent.input);
  const deployment = await readDeployment(nobody, deploymentId);
  if (deployment.waitsFor?.kind === wait) return "refused";
  return deployment.waitsFor ? "applied" : "unknown";
};

/** The reason that AWS keeps ends with who stopped it. */
export const reconcileStop: Reconciler = async (intent) => {
  const { pipeline, executionId, reason } = StopExecutionInput.parse(intent.input);
  const { executions } = await listExecutions(nobody, pipeline, { max: 100 });
  const found = executions.find(({ id }) => id === executionId);
  if (!found) return "unknown";
  if (found.status !== "Stopping" && found.status !== "Stopped") return "refused";
  return found.stopReason === stopReason(reason, intent.person.email) ? "applied" : "refused";
};

/** A rollback to that execution that began then; two leave it open. */
export const reconcileRollBack: Reconciler = async (intent) => {
  const { pipeline, targetExecutionId } = RollBackStageInput.parse(intent.input);
  const { executions } = await listExecutions(nobody, pipeline, { max: 100 });
  const begun = executions.filter(
    (one) =>
      one.type === "ROLLBACK" &&
      one.trigger?.type === "ManualRollback" &&
      one.rollbackTargetId === targetExecutionId &&
      within(one.startedAt, intent),
  );
  if (begun.length === 0) return "refused";
  return begun.length === 1 ? "applied" : "unknown";
};

const register = (action: string, reconcile: Reconciler) =>
  registerReconciler(action, (intent) => reconcile(intent).catch(unlessGone));

register("release.decide", reconcileDecision);
register("release.start", reconcileStart);
register("release.retry", reconcileRetry);
register("release.continue", reconcileContinue);
register("release.stop", reconcileStop);
register("release.roll-back", reconcileRollBack);
