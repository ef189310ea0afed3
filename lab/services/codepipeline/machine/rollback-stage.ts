/** Stage rollback, by hand and automatic: a new execution of type ROLLBACK in that stage only. */
import { AwsError } from "../../../core/aws-error.ts";
import type { ExecutionRecord, Trigger } from "../model.ts";
import { emitPipeline, holderOf, type Machine } from "./machine.ts";
import { newExecution } from "./new-execution.ts";

const unable = (message: string) => new AwsError("UnableToRollbackStageException", message);

/** RollbackStage: source stages, PARALLEL pipelines, other structure versions and rollbacks are refused. */
export function rollbackStage(
  m: Machine,
  stage: string,
  targetId: string,
  trigger: Trigger,
): ExecutionRecord {
  const { stages } = m.pipeline.declaration;
  const index = stages.findIndex((one) => one.name === stage);
  if (index < 0) {
    const message = `Stage '${stage}' was not found in pipeline '${m.pipeline.name}'.`;
    throw new AwsError("StageNotFoundException", message);
  }
  const target = m.executions.find((one) => one.id === targetId);
  if (!target) {
    throw new AwsError(
      "PipelineExecutionNotFoundException",
      `Pipeline execution '${targetId}' was not found in pipeline '${m.pipeline.name}'.`,
    );
  }
  if (index === 0) throw unable("A source stage cannot be rolled back.");
  if (m.pipeline.declaration.executionMode === "PARALLEL") {
    throw unable("Stages of pipelines in PARALLEL mode cannot be rolled back.");
  }
  if (target.type === "ROLLBACK") {
    throw unable("The target execution is itself a rollback and cannot be rolled back to.");
  }
  if (target.version !== m.pipeline.version) {
    throw new AwsError(
      "PipelineExecutionOutdatedException",
      "The pipeline's structure has changed since the target execution ran.",
    );
  }
  if (target.stages[stage]?.status !== "Succeeded") {
    throw unable(`The target execution did not succeed in stage '${stage}'.`);
  }
  if (holderOf(m, stage)) throw unable(`Stage '${stage}' is running.`);
  return startRollback(m, stage, target, trigger);
}

/** onFailure ROLLBACK: to the latest execution that succeeded in the stage; none, or a failed rollback: nothing. */
export function automaticRollback(m: Machine, failed: ExecutionRecord, stage: string): void {
  if (failed.type === "ROLLBACK" || failed.mode === "PARALLEL") return;
  const target = m.executions
    .filter((one) => one !== failed && one.type === "STANDARD" && one.number < failed.number)
    .filter((one) => one.version === m.pipeline.version)
    .findLast((one) => one.stages[stage]?.status === "Succeeded");
  if (!target) return;
  startRollback(m, stage, target, { triggerType: "AutomatedRollback", triggerDetail: failed.id });
}

function startRollback(
  m: Machine,
  stage: string,
  target: ExecutionRecord,
  trigger: Trigger,
): ExecutionRecord {
  const execution = newExecution(m, trigger, "ROLLBACK");
  execution.rollbackTarget = target.id;
  execution.revisions = structuredClone(target.revisions);
  execution.artifacts = structuredClone(target.artifacts);
  execution.variables = {
    ...structuredClone(target.variables),
    codepipeline: { PipelineExecutionId: execution.id },
  };
  emitPipeline(m, execution, "STARTED");
  // A rollback goes before those that wait, and replaces none of them.
  execution.position = { at: "inbound", stage };
  return execution;
}
