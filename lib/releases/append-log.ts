import type { LogPage } from "./model";

export interface LogState {
  lines: LogPage["lines"];
  /** The first line that is still missing, from 1. */
  next: number;
  complete: boolean;
}

export const NO_LOG: LogState = { lines: [], next: 1, complete: false };

/** Adds a page; lines that are there already (two answers crossed) are not added twice. */
export function appendLog(log: LogState, page: LogPage): LogState {
  const fresh = page.lines.filter((line) => line.number >= log.next);
  const last = fresh.at(-1);
  if (!last && page.complete === log.complete) return log;
  return {
    lines: last ? [...log.lines, ...fresh] : log.lines,
    next: last ? last.number + 1 : log.next,
    complete: log.complete || page.complete,
  };
}
