/**
 * A deployment as a grid: instances down, lifecycle events across. Every decision about what a cell
 * says is made here; the view only draws.
 */
import type { DeploymentView, Diagnostics, EventStatus, TargetView } from "./model";

/** `absent`: this fleet does not run the event. `never`: it was due but the instance was never reached. */
export type CellState = EventStatus | "absent" | "never";

export interface GridCell {
  event: string;
  state: CellState;
  startedAt?: string;
  endedAt?: string;
  /** Milliseconds; absent while it runs or where it did not run. */
  durationMs?: number;
  diagnostics?: Diagnostics;
}

export interface GridRow {
  target: TargetView;
  /** The deployment ended before it came to this instance. */
  neverReached: boolean;
  cells: GridCell[];
  /** Events that are over, of those that this instance has to run. */
  done: number;
  total: number;
}

export interface GridFleet {
  /** Blue/green: which fleet; absent for a deployment in place. */
  label?: "Blue" | "Green";
  columns: string[];
  rows: GridRow[];
}

const RAN = new Set<CellState>(["InProgress", "Succeeded", "Failed"]);
const OVER = new Set<CellState>(["Succeeded", "Failed", "Skipped"]);

const spanMs = (from?: string, to?: string): number | undefined => {
  if (!from || !to) return undefined;
  const ms = Date.parse(to) - Date.parse(from);
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
};

/** An instance that the deployment skipped, or never began although the deployment is over. */
export function neverReached(target: TargetView, over: boolean): boolean {
  if (target.events.some((event) => RAN.has(event.status))) return false;
  return target.status === "Skipped" || (over && target.status === "Pending");
}

function cellsOf(target: TargetView, columns: string[], never: boolean): GridCell[] {
  const byName = new Map(target.events.map((event) => [event.name, event]));
  return columns.map((name) => {
    const event = byName.get(name);
    if (never) return { event: name, state: "never" };
    if (!event) return { event: name, state: target.events.length === 0 ? "Pending" : "absent" };
    return {
      event: name,
      state: event.status,
      startedAt: event.startedAt,
      endedAt: event.endedAt,
      durationMs: spanMs(event.startedAt, event.endedAt),
      diagnostics: event.diagnostics,
    };
  });
}

/** Columns of a fleet: the documented order, only events that one of its instances has; all while none is known. */
function columnsOf(targets: TargetView[], eventNames: string[]): string[] {
  const present = new Set(targets.flatMap((target) => target.events.map((event) => event.name)));
  if (present.size === 0) return eventNames;
  const known = eventNames.filter((name) => present.has(name));
  return [...known, ...[...present].filter((name) => !eventNames.includes(name))];
}

const OVER_STATUS = new Set(["Succeeded", "Failed", "Stopped"]);

/** One fleet in place; Green (new) before Blue (old) in a blue/green deployment. */
export function prepareGrid(
  view: Pick<DeploymentView, "targets" | "eventNames" | "status" | "type">,
): GridFleet[] {
  const over = OVER_STATUS.has(view.status);
  const labels: (GridFleet["label"] | undefined)[] = view.targets.some((target) => target.label)
    ? ["Green", "Blue", undefined]
    : [undefined];
  return labels
    .map((label) => {
      const targets = view.targets.filter((target) => target.label === label);
      const columns = columnsOf(targets, view.eventNames);
      const rows = targets.map((target) => {
        const never = neverReached(target, over);
        const cells = cellsOf(target, columns, never);
        const due = cells.filter((cell) => cell.state !== "absent");
        return {
          target,
          neverReached: never,
          cells,
          done: due.filter((cell) => OVER.has(cell.state)).length,
          total: due.length,
        };
      });
      return { label, columns, rows };
    })
    .filter((fleet) => fleet.rows.length > 0 || fleet.label === undefined)
    .filter((fleet, _index, all) => fleet.rows.length > 0 || all.length === 1);
}

/** The word for a cell, for its tooltip and its accessible name. */
export const CELL_WORD: Record<CellState, string> = {
  Pending: "Pending",
  InProgress: "Running",
  Succeeded: "Succeeded",
  Failed: "Failed",
  Skipped: "Skipped",
  Unknown: "Unknown",
  absent: "Not run on this fleet",
  never: "Never reached",
};
