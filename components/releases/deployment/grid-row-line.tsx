import { memo } from "react";
import { cellText, EventMark } from "@/components/releases/deployment/event-cell";
import { TargetName } from "@/components/releases/deployment/target-name";
import { cn } from "@/components/ui/cn";
import type { GridRow } from "@/lib/releases/grid";

/** One instance. Only the grid's very first cell is in the tab order; arrows reach the others. */
export const GridRowLine = memo(function GridRowLine({
  row,
  index,
  span,
}: {
  row: GridRow;
  index: number;
  span: number;
}) {
  return (
    <tr aria-rowindex={index + 2} className="h-9">
      <th
        scope="row"
        className="sticky left-0 z-1 border-r border-b bg-page px-3 text-start font-normal"
      >
        <TargetName row={row} />
      </th>
      {row.neverReached ? (
        <td
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells of this table take arrow keys
          role="gridcell"
          colSpan={span}
          data-cell={`${index}:0`}
          data-state="never"
          tabIndex={index === 0 ? 0 : -1}
          className="border-b px-1.5 text-muted -outline-offset-2"
        >
          Never reached: nothing changed on this instance
        </td>
      ) : (
        row.cells.map((cell, column) => (
          <td
            key={cell.event}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells of this table take arrow keys
            role="gridcell"
            data-cell={`${index}:${column}`}
            data-state={cell.state}
            data-tip={cellText(cell)}
            aria-label={cellText(cell)}
            tabIndex={index === 0 && column === 0 ? 0 : -1}
            className={cn(
              "border-b px-1.5 -outline-offset-2",
              cell.state === "Failed" && "bg-tint-failed",
              cell.state === "InProgress" && "bg-tint-running",
            )}
          >
            <span className="flex items-center gap-1 whitespace-nowrap">
              <EventMark cell={cell} />
            </span>
          </td>
        ))
      )}
    </tr>
  );
});
