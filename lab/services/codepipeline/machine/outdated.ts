/** Executions whose structure was changed under them. */
import type { ExecutionRecord } from "../model.ts";
import { emitPipeline, type Machine, touch } from "./machine.ts";

/** The stages were changed after the execution began, so that it cannot go on. */
export function isOutdated(m: Machine, execution: ExecutionRecord): boolean {
  if (execution.version === m.pipeline.version) return false;
  const was = JSON.stringify(m.declarationOf(execution.version).stages);
  return was !== JSON.stringify(m.pipeline.declaration.stages);
}

export function cancel(m: Machine, execution: ExecutionRecord): void {
  execution.status = "Cancelled";
  execution.statusSummary = "The pipeline definition was updated before the execution completed.";
  execution.position = { at: "ended" };
  touch(m, execution);
  emitPipeline(m, execution, "CANCELED");
}
