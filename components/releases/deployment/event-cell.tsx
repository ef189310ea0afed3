import { StatusIcon } from "@/components/data/status-icon";
import { Duration } from "@/components/data/timestamp";
import type { Tone } from "@/lib/platform/status";
import { formatDuration } from "@/lib/platform/time";
import { CELL_WORD, type CellState, type GridCell } from "@/lib/releases/grid";

const CELL_TONE: Record<CellState, Tone> = {
  Pending: "queued",
  InProgress: "running",
  Succeeded: "succeeded",
  Failed: "failed",
  Skipped: "skipped",
  Unknown: "unknown",
  absent: "skipped",
  never: "skipped",
};

/** What one event did on one instance, in a sentence: the cell's name and tip. */
export function cellText(cell: GridCell): string {
  const parts = [`${cell.event}: ${CELL_WORD[cell.state].toLowerCase()}`];
  if (cell.durationMs !== undefined) parts.push(formatDuration(cell.durationMs));
  if (cell.state === "Failed" && cell.diagnostics?.message) parts.push(cell.diagnostics.message);
  return parts.join(" · ");
}

/** Shape and duration of one event on one instance. */
export function EventMark({ cell }: { cell: GridCell }) {
  return (
    <>
      <StatusIcon tone={CELL_TONE[cell.state]} />
      {cell.durationMs !== undefined ? (
        <span className="text-meta text-muted">{formatDuration(cell.durationMs)}</span>
      ) : cell.state === "InProgress" ? (
        <Duration from={cell.startedAt} className="text-meta text-muted" />
      ) : null}
    </>
  );
}
