/** StopPipelineExecution: stop and wait, stop and abandon, and raising the first to the second. */
import { AwsError } from "../../../core/aws-error.ts";
import { emitAction, emitPipeline, emitStage, type Machine, touch } from "./machine.ts";
import { endStopped } from "./run-actions.ts";

/** @throws AwsError PipelineExecutionNotStoppable, DuplicatedStopRequest */
export function stopExecution(
  m: Machine,
  executionId: string,
  options: { abandon: boolean; reason?: string },
): void {
  const execution = m.executions.find((one) => one.id === executionId);
  if (!execution || execution.position.at === "ended") {
    throw new AwsError(
      "PipelineExecutionNotStoppableException",
      `Pipeline execution '${executionId}' is not in progress and cannot be stopped.`,
    );
  }
  if (execution.stop && (execution.stop.abandon || !options.abandon)) {
    throw new AwsError(
      "DuplicatedStopRequestException",
      `Pipeline execution '${executionId}' is already stopping.`,
    );
  }
  execution.stop = {
    abandon: options.abandon,
    ...(options.reason ? { reason: options.reason } : {}),
  };
  const first = execution.status !== "Stopping";
  execution.status = "Stopping";
  touch(m, execution);
  if (first) emitPipeline(m, execution, "STOPPING");
  if (execution.position.at === "inbound") {
    execution.status = "Stopped";
    execution.position = { at: "ended" };
    emitPipeline(m, execution, "STOPPED");
    return;
  }
  const { stage } = execution.position;
  const stageRun = execution.stages[stage];
  if (!stageRun) return;
  if (first) {
    stageRun.status = "Stopping";
    emitStage(m, execution, stage, "STOPPING");
  }
  if (!options.abandon) return;
  for (const run of stageRun.actions) {
    if (run.status !== "InProgress") continue;
    run.status = "Abandoned";
    run.lastUpdateTime = m.now;
    emitAction(m, execution, stage, run, "ABANDONED");
    m.effects.push({ kind: "abandon-action", execution, stage, run });
  }
  endStopped(m, execution, stage, stageRun);
}
