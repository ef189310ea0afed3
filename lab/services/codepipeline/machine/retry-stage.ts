/** RetryStageExecution: the same execution id goes on from its failed stage. */
import { AwsError } from "../../../core/aws-error.ts";
import type { RetryMode } from "../model.ts";
import { holderOf, type Machine } from "./machine.ts";
import { isOutdated } from "./outdated.ts";
import { resumeStage } from "./run-actions.ts";

/** @throws AwsError StageNotFound, NotLatestPipelineExecution, StageNotRetryable, Conflict */
export function retryStage(m: Machine, stage: string, executionId: string, mode: RetryMode): void {
  const execution = m.executions.find((one) => one.id === executionId);
  const known = m.pipeline.declaration.stages.some((one) => one.name === stage);
  if (!known) {
    const message = `Stage '${stage}' was not found in pipeline '${m.pipeline.name}'.`;
    throw new AwsError("StageNotFoundException", message);
  }
  const parallel = execution?.mode === "PARALLEL";
  if (!execution || (!parallel && m.pipeline.latestInStage[stage] !== executionId)) {
    throw new AwsError(
      "NotLatestPipelineExecutionException",
      `Pipeline execution '${executionId}' is not the latest one in stage '${stage}'.`,
    );
  }
  const stageRun = execution.stages[stage];
  const failed = stageRun?.actions.some(
    (run) => run.cycle === stageRun.cycle && run.status !== "Succeeded",
  );
  const ended = stageRun?.status === "Failed" || (stageRun?.status === "Stopped" && failed);
  if (!stageRun || !ended || execution.position.at !== "ended") {
    throw new AwsError(
      "StageNotRetryableException",
      `Stage '${stage}' has no failed action that could be retried.`,
    );
  }
  if (isOutdated(m, execution)) {
    throw new AwsError(
      "StageNotRetryableException",
      "The pipeline's structure has changed since the stage failed.",
    );
  }
  if (!parallel && holderOf(m, stage)) {
    throw new AwsError("ConflictException", `Stage '${stage}' is busy. Try again later.`);
  }
  stageRun.manualRetries += 1;
  stageRun.latestRetryTrigger = "ManualStageRetry";
  resumeStage(m, execution, stage, stageRun, mode);
}
