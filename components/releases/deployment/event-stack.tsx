"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useRef } from "react";
import { ScrollArea } from "@/components/data/scroll-area";
import { EventMark } from "@/components/releases/deployment/event-cell";
import { TargetStatusBadge } from "@/components/releases/deployment/target-name";
import { cn } from "@/components/ui/cn";
import { CELL_WORD, type GridFleet, type GridRow } from "@/lib/releases/grid";

const VIRTUAL_ABOVE = 20;
const ESTIMATE = 60;

/** The grid on the phone: one block per instance, its events on request (open while it runs or failed). */
export function EventStack({ fleet, label }: { fleet: GridFleet; label: string }) {
  const scroller = useRef<HTMLElement>(null);
  const many = fleet.rows.length > VIRTUAL_ABOVE;
  const virtualizer = useVirtualizer({
    count: many ? fleet.rows.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATE,
    overscan: 6,
    initialRect: { width: 390, height: 600 },
  });
  if (!many) {
    return (
      <ul aria-label={label} className="md:hidden">
        {fleet.rows.map((row) => (
          <li key={row.target.id} className="border-t first:border-t-0">
            <Instance row={row} />
          </li>
        ))}
      </ul>
    );
  }
  return (
    <ScrollArea ref={scroller} label={label} className="max-h-[70dvh] overflow-auto md:hidden">
      <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = fleet.rows[item.index];
          return row ? (
            <li
              key={row.target.id}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className="absolute inset-x-0 border-b"
              style={{ top: item.start }}
            >
              <Instance row={row} />
            </li>
          ) : null;
        })}
      </ul>
    </ScrollArea>
  );
}

const Instance = memo(function Instance({ row }: { row: GridRow }) {
  const { status } = row.target;
  return (
    <details open={status === "InProgress" || status === "Failed"} className="group">
      <summary className="flex min-h-12 flex-wrap items-center gap-x-3 px-3 py-1">
        <span className="font-mono text-meta wrap-anywhere">{row.target.id}</span>
        <TargetStatusBadge row={row} />
        {row.neverReached ? null : (
          <span className="ml-auto text-meta text-muted">
            {row.done} of {row.total}
          </span>
        )}
      </summary>
      {row.neverReached ? (
        <p className="px-3 pb-2 text-muted">
          The deployment ended before it came to this instance; it still runs what it ran before.
        </p>
      ) : (
        <ol className="pb-2">
          {row.cells
            .filter((cell) => cell.state !== "absent")
            .map((cell) => (
              <li
                key={cell.event}
                className={cn(
                  "flex min-h-7 items-center gap-2 px-3",
                  cell.state === "Failed" && "bg-tint-failed",
                )}
              >
                <span className="flex-1">{cell.event}</span>
                <span className="sr-only">{CELL_WORD[cell.state]}</span>
                <EventMark cell={cell} />
              </li>
            ))}
        </ol>
      )}
    </details>
  );
});
