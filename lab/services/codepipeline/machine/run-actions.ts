/** What happens inside a stage: groups of actions by runOrder, and how a stage ends. */
import type { ActionDeclaration, ActionRun, ExecutionRecord, StageRun } from "../model.ts";
import { arrive } from "./arrive.ts";
import {
  currentRun,
  emitAction,
  emitPipeline,
  emitStage,
  type Machine,
  runOrderOf,
  stageOf,
  touch,
} from "./machine.ts";
import { automaticRollback } from "./rollback-stage.ts";

/** Starts the lowest runOrder that has an action without success; without one the stage succeeded. */
export function runNextActions(m: Machine, execution: ExecutionRecord, stage: string): void {
  const declaration = stageOf(m, execution, stage);
  const stageRun = execution.stages[stage];
  if (!declaration || !stageRun) return;
  const open = declaration.actions.filter(
    (action) => currentRun(stageRun, action.name)?.status !== "Succeeded",
  );
  if (open.length === 0) {
    succeedStage(m, execution, stage, stageRun);
    return;
  }
  const order = Math.min(...open.map(runOrderOf));
  for (const action of open.filter((one) => runOrderOf(one) === order)) {
    startAction(m, execution, stage, stageRun, action);
  }
}

function startAction(
  m: Machine,
  execution: ExecutionRecord,
  stage: string,
  stageRun: StageRun,
  action: ActionDeclaration,
): void {
  const run: ActionRun = {
    id: m.newId(),
    action: action.name,
    cycle: stageRun.cycle,
    status: "InProgress",
    startTime: m.now,
    lastUpdateTime: m.now,
    inputs: (action.inputArtifacts ?? []).flatMap(
      (artifact) => execution.artifacts[artifact.name] ?? [],
    ),
    outputs: [],
  };
  if (action.actionTypeId.category === "Approval") {
    run.token = m.newId();
    run.expiresAt = m.now + (action.timeoutInMinutes ?? 7 * 24 * 60) * 60;
  }
  stageRun.actions.push(run);
  stageRun.updatedAt = m.now;
  touch(m, execution);
  emitAction(m, execution, stage, run, "STARTED");
  m.effects.push({ kind: "start-action", execution, stage, run });
}

/** What an action came to; the fields go into the run as they are. */
export interface ActionResult
  extends Partial<
    Pick<
      ActionRun,
      | "summary"
      | "errorDetails"
      | "outputs"
      | "outputVariables"
      | "updatedBy"
      | "externalExecutionId"
      | "decision"
    >
  > {
  status: "Succeeded" | "Failed";
}

/** Ends an action; a run that ended before (abandoned, decided, timed out) stays as it is. */
export function settleAction(
  m: Machine,
  execution: ExecutionRecord,
  stage: string,
  runId: string,
  result: ActionResult,
): boolean {
  const stageRun = execution.stages[stage];
  const run = stageRun?.actions.find((one) => one.id === runId);
  if (!stageRun || !run || run.status !== "InProgress") return false;
  Object.assign(run, result);
  run.lastUpdateTime = m.now;
  stageRun.updatedAt = m.now;
  for (const output of run.outputs) execution.artifacts[output.name] = output;
  const namespace = stageOf(m, execution, stage)?.actions.find(
    (one) => one.name === run.action,
  )?.namespace;
  if (namespace && run.outputVariables) execution.variables[namespace] = run.outputVariables;
  touch(m, execution);
  emitAction(m, execution, stage, run, result.status === "Succeeded" ? "SUCCEEDED" : "FAILED");
  afterAction(m, execution, stage, stageRun);
  return true;
}

function afterAction(
  m: Machine,
  execution: ExecutionRecord,
  stage: string,
  stageRun: StageRun,
): void {
  const counting = (stageOf(m, execution, stage)?.actions ?? []).flatMap(
    (action) => currentRun(stageRun, action.name) ?? [],
  );
  if (counting.some((run) => run.status === "InProgress")) return;
  if (execution.status === "Stopping") {
    endStopped(m, execution, stage, stageRun);
  } else if (counting.some((run) => run.status === "Failed")) {
    failStage(m, execution, stage, stageRun);
  } else {
    runNextActions(m, execution, stage);
  }
}

function succeedStage(
  m: Machine,
  execution: ExecutionRecord,
  stage: string,
  stageRun: StageRun,
): void {
  stageRun.status = "Succeeded";
  stageRun.updatedAt = m.now;
  emitStage(m, execution, stage, "SUCCEEDED");
  const stages = m.declarationOf(execution.version).stages;
  const next = stages[stages.findIndex((one) => one.name === stage) + 1];
  if (next && execution.type === "STANDARD") {
    arrive(m, execution, next.name);
  } else {
    execution.status = "Succeeded";
    execution.position = { at: "ended" };
    emitPipeline(m, execution, "SUCCEEDED");
  }
  touch(m, execution);
}

function failStage(
  m: Machine,
  execution: ExecutionRecord,
  stage: string,
  stageRun: StageRun,
): void {
  stageRun.status = "Failed";
  stageRun.updatedAt = m.now;
  touch(m, execution);
  emitStage(m, execution, stage, "FAILED");
  const onFailure = stageOf(m, execution, stage)?.onFailure;
  if (onFailure?.result === "RETRY" && stageRun.autoRetries === 0) {
    stageRun.autoRetries += 1;
    stageRun.latestRetryTrigger = "AutomatedStageRetry";
    const mode = onFailure.retryConfiguration?.retryMode ?? "FAILED_ACTIONS";
    resumeStage(m, execution, stage, stageRun, mode);
    return;
  }
  execution.status = "Failed";
  execution.position = { at: "ended" };
  emitPipeline(m, execution, "FAILED");
  if (onFailure?.result === "ROLLBACK") automaticRollback(m, execution, stage);
}

/** The stage runs again on the same execution: the failed actions, or all of them in a new cycle. */
export function resumeStage(
  m: Machine,
  execution: ExecutionRecord,
  stage: string,
  stageRun: StageRun,
  mode: "FAILED_ACTIONS" | "ALL_ACTIONS",
): void {
  if (mode === "ALL_ACTIONS") stageRun.cycle += 1;
  stageRun.status = "InProgress";
  stageRun.updatedAt = m.now;
  execution.status = "InProgress";
  execution.attempt += 1;
  execution.position = { at: "stage", stage };
  delete execution.stop;
  touch(m, execution);
  emitPipeline(m, execution, "RESUMED");
  emitStage(m, execution, stage, "RESUMED");
  runNextActions(m, execution, stage);
}

/** Ends an execution that was asked to stop while it was in a stage. */
export function endStopped(
  m: Machine,
  execution: ExecutionRecord,
  stage: string,
  stageRun: StageRun,
): void {
  stageRun.status = "Stopped";
  stageRun.updatedAt = m.now;
  execution.status = "Stopped";
  execution.position = { at: "ended" };
  touch(m, execution);
  emitStage(m, execution, stage, "STOPPED");
  emitPipeline(m, execution, "STOPPED");
}
