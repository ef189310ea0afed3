/**
 * The state machine of one pipeline, free of I/O: commands change the records in place and leave
 * effects, which the engine runs after the records are on disk.
 */
import type {
  ActionDeclaration,
  ActionRun,
  ExecutionRecord,
  PipelineDeclaration,
  PipelineRecord,
  StageDeclaration,
  StageRun,
} from "../model.ts";

export type PipelineState =
  | "STARTED"
  | "SUCCEEDED"
  | "FAILED"
  | "SUPERSEDED"
  | "STOPPING"
  | "STOPPED"
  | "RESUMED"
  | "CANCELED"
  | "ABANDONED";

export type Effect =
  | { kind: "start-action"; execution: ExecutionRecord; stage: string; run: ActionRun }
  | { kind: "abandon-action"; execution: ExecutionRecord; stage: string; run: ActionRun }
  | { kind: "pipeline-event"; execution: ExecutionRecord; state: PipelineState }
  | { kind: "stage-event"; execution: ExecutionRecord; stage: string; state: PipelineState }
  | {
      kind: "action-event";
      execution: ExecutionRecord;
      stage: string;
      run: ActionRun;
      state: PipelineState;
    };

export interface Machine {
  pipeline: PipelineRecord;
  /** All executions of the pipeline, oldest first. */
  executions: ExecutionRecord[];
  /** The structure of an execution's own version. */
  declarationOf(version: number): PipelineDeclaration;
  now: number;
  newId(): string;
  effects: Effect[];
  /** Executions to be written. */
  touched: Set<ExecutionRecord>;
}

export function touch(m: Machine, execution: ExecutionRecord): void {
  execution.lastUpdateTime = m.now;
  m.touched.add(execution);
}

export function stageOf(
  m: Machine,
  execution: ExecutionRecord,
  name: string,
): StageDeclaration | undefined {
  return m.declarationOf(execution.version).stages.find((stage) => stage.name === name);
}

/** The run that counts per action: the last one of the stage run's cycle. */
export function currentRun(stageRun: StageRun, action: string): ActionRun | undefined {
  return stageRun.actions.findLast((run) => run.action === action && run.cycle === stageRun.cycle);
}

export const runOrderOf = (action: ActionDeclaration): number => action.runOrder ?? 1;

/** Who holds the stage. PARALLEL executions hold none. */
export function holderOf(m: Machine, stage: string): ExecutionRecord | undefined {
  return m.executions.find(
    (execution) =>
      execution.mode !== "PARALLEL" &&
      execution.position.at === "stage" &&
      execution.position.stage === stage,
  );
}

/** Executions that wait before a stage, oldest first. */
export function inboundOf(m: Machine, stage: string): ExecutionRecord[] {
  return m.executions
    .filter(
      (execution) => execution.position.at === "inbound" && execution.position.stage === stage,
    )
    .sort((a, b) => a.number - b.number);
}

export function emitPipeline(m: Machine, execution: ExecutionRecord, state: PipelineState): void {
  m.effects.push({ kind: "pipeline-event", execution, state });
}

export function emitStage(
  m: Machine,
  execution: ExecutionRecord,
  stage: string,
  state: PipelineState,
): void {
  m.effects.push({ kind: "stage-event", execution, stage, state });
}

export function emitAction(
  m: Machine,
  execution: ExecutionRecord,
  stage: string,
  run: ActionRun,
  state: PipelineState,
): void {
  m.effects.push({ kind: "action-event", execution, stage, run, state });
}
