import type { TraceRow, TraceRun } from "./prepare-trace";

/** A row of the trace whose call was not run but put before a person. */
export type MarkedRow = TraceRow & { paused?: true };
export type MarkedRun = Omit<TraceRun, "rows"> & { rows: MarkedRow[] };

/**
 * Tells pauses from failures: a call that waits for a person ends its span by an interrupt, which the
 * SDK records as an error, and has another span once it was decided. `waiting`: calls that wait now.
 */
export function markPauses(runs: readonly TraceRun[], waiting: ReadonlySet<string>): MarkedRun[] {
  return runs.map((run) => {
    const lastOf = new Map(run.rows.map((row, at) => [row.toolUseId, at]));
    const rows = run.rows.map((row, at): MarkedRow => {
      const id = row.kind === "tool" ? row.toolUseId : undefined;
      if (id === undefined || row.error === undefined) return row;
      if (lastOf.get(id) === at && !waiting.has(id)) return row;
      const { error: _, ...rest } = row;
      return { ...rest, paused: true };
    });
    return { ...run, rows, errors: rows.filter(({ error }) => error !== undefined).length };
  });
}
