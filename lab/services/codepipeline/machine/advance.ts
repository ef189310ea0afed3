/** Who may enter a stage now. Runs once after every command, so that no command needs to know of it. */
import type { ExecutionRecord, StageRun } from "../model.ts";
import { emitStage, holderOf, inboundOf, type Machine, stageOf, touch } from "./machine.ts";
import { cancel, isOutdated } from "./outdated.ts";
import { runNextActions } from "./run-actions.ts";

/** Lets in everyone who may enter, until nobody moves; the oldest first, a rollback before all. */
export function advance(m: Machine): void {
  while (m.executions.some((execution) => admitted(m, execution))) {
    // Each entry may free a stage for the next one.
  }
}

function admitted(m: Machine, execution: ExecutionRecord): boolean {
  if (execution.position.at !== "inbound") return false;
  const { stage } = execution.position;
  if (m.pipeline.transitions[stage]?.enabled === false) return false;
  if (execution.mode !== "PARALLEL") {
    if (holderOf(m, stage)) return false;
    const waiting = inboundOf(m, stage);
    const first = waiting.find((one) => one.type === "ROLLBACK") ?? waiting[0];
    if (first !== execution) return false;
  }
  enter(m, execution, stage);
  return true;
}

function enter(m: Machine, execution: ExecutionRecord, stage: string): void {
  if (isOutdated(m, execution) || !stageOf(m, execution, stage)) {
    cancel(m, execution);
    return;
  }
  const stageRun: StageRun = {
    status: "InProgress",
    cycle: 1,
    startedAt: m.now,
    updatedAt: m.now,
    actions: [],
    autoRetries: 0,
    manualRetries: 0,
  };
  execution.stages[stage] = stageRun;
  execution.position = { at: "stage", stage };
  m.pipeline.latestInStage[stage] = execution.id;
  touch(m, execution);
  emitStage(m, execution, stage, "STARTED");
  runNextActions(m, execution, stage);
}
