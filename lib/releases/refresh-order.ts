/** Which pipelines of a long list are looked at next, when not all can be. */
import type { PipelineRow } from "./model";

export interface RowAge {
  row: Pick<PipelineRow, "name" | "stages" | "waiting" | "problem">;
  /** Milliseconds since 1970; 0 is never. */
  stateAt: number;
  dirty: boolean;
}

/** Something runs that is not just a wait for a person: the waiting stage itself does not count. */
export const isActive = (row: RowAge["row"]): boolean =>
  (row.stages ?? []).filter((stage) => isMoving(stage.status)).length > (row.waiting ? 1 : 0);

const isMoving = (status: string | undefined): boolean =>
  status === "InProgress" || status === "Stopping";

export interface Ages {
  activeMs: number;
  waitingMs: number;
  failedMs: number;
  restMs: number;
}

/**
 * Due rows, most urgent first: changed by an event, active, never read, waiting for a person, then
 * the oldest. `ages` says how old each may be.
 */
export function refreshOrder<T extends RowAge>(rows: readonly T[], now: number, ages: Ages): T[] {
  const urgency = (row: T): number | undefined => {
    const age = now - row.stateAt;
    if (row.dirty) return 0;
    if (isActive(row.row)) return age >= ages.activeMs ? 1 : undefined;
    if (row.stateAt === 0) return row.row.problem && age < ages.failedMs ? undefined : 2;
    if (row.row.problem) return age >= ages.failedMs ? 3 : undefined;
    if (row.row.waiting) return age >= ages.waitingMs ? 3 : undefined;
    return age >= ages.restMs ? 4 : undefined;
  };
  return rows
    .map((row, index) => ({ row, index, urgency: urgency(row) }))
    .filter((entry): entry is typeof entry & { urgency: number } => entry.urgency !== undefined)
    .sort((a, b) => a.urgency - b.urgency || a.row.stateAt - b.row.stateAt || a.index - b.index)
    .map((entry) => entry.row);
}
