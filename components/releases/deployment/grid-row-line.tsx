import { memo } from "react";
import { cellText, EventMark } from "@/components/releases/deployment/event-cell";
import { TargetName } from "@/components/releases/deployment/target-name";
import { cn } from "@/components/ui/cn";
import type { GridRow } from "@/lib/releases/grid";

/** One instance. Only the grid's very first cell is in the tab order; arrows reach the others. */
export const GridRowLine = memo(function GridRowLine({
  row,
  index,
}: {
  row: GridRow;
  index: number;
}) {
  return (
    <tr aria-rowindex={index + 2} className="h-9">
      <th
        scope="row"
        className="sticky left-0 z-1 border-r border-b bg-page px-3 text-start font-normal"
      >
        <TargetName row={row} />
      </th>
      {row.cells.map((cell, column) => (
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
            "border-b px-2 -outline-offset-2",
            cell.state === "Failed" && "bg-tint-failed",
            cell.state === "InProgress" && "bg-tint-running",
          )}
        >
          <span className="flex items-center gap-1.5 whitespace-nowrap">
            <EventMark cell={cell} />
          </span>
        </td>
      ))}
    </tr>
  );
});
