import type { Lab } from "../../core/contracts.ts";
import { type ExecutionRecord, executionsOf, type HistoryEvent, historyOf } from "./model.ts";

/** Writes an event of an execution, and what of its record changes with it, in one transaction. */
export function writeEvent(
  lab: Lab,
  arn: string,
  type: string,
  details: Record<string, unknown> = {},
  change: Partial<ExecutionRecord> = {},
): void {
  const executions = executionsOf(lab);
  lab.store.transaction(() => {
    const execution = executions.get(arn);
    if (!execution) return;
    const id = execution.events + 1;
    const event: HistoryEvent = {
      id,
      previousEventId: id - 1,
      timestamp: Date.now(),
      type,
      ...details,
    };
    historyOf(lab).put(eventId(arn, id), event);
    executions.put(arn, { ...execution, ...change, events: id });
  });
}

/** An execution's events, oldest first. */
export const readHistory = (lab: Lab, arn: string): HistoryEvent[] =>
  historyOf(lab)
    .list(`${arn}#`)
    .sort((a, b) => a.id - b.id);

/** Forgets the history of an execution. */
export function dropHistory(lab: Lab, execution: ExecutionRecord): void {
  for (let id = 1; id <= execution.events; id++) historyOf(lab).delete(eventId(execution.arn, id));
}

const eventId = (arn: string, id: number) => `${arn}#${String(id).padStart(6, "0")}`;

/** As the API writes data of states: JSON text. */
export const told = (name: "input" | "output", value: unknown) => ({
  [name]: JSON.stringify(value ?? null),
  [`${name}Details`]: { truncated: false },
});
