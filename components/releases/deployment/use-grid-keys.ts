"use client";

import { type KeyboardEvent, useCallback } from "react";

const STEP: Record<string, [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * Arrow keys move through the cells (`data-cell="row:column"`) as in any grid; Tab enters at the
 * cell that was last in focus. Rows that are not drawn yet are brought by `reveal` first.
 */
export function useGridKeys(reveal: (row: number) => void) {
  return useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const step = STEP[event.key];
      const from = (event.target as HTMLElement).dataset.cell;
      if (!step || !from) return;
      const [row = 0, column = 0] = from.split(":").map(Number);
      const to = `${row + step[0]}:${column + step[1]}`;
      const grid = event.currentTarget;
      // A row that was never reached is one cell over all columns.
      const focus = () =>
        grid.querySelector<HTMLElement>(`[data-cell="${to}"]`) ??
        grid.querySelector<HTMLElement>(`[data-state="never"][data-cell="${row + step[0]}:0"]`);
      event.preventDefault();
      if (row + step[0] < 0) return;
      reveal(row + step[0]);
      const cell = focus();
      if (cell) cell.focus();
      else requestAnimationFrame(() => focus()?.focus());
    },
    [reveal],
  );
}
