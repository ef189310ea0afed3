"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { Fragment, useCallback, useRef } from "react";
import { GridRowLine } from "@/components/releases/deployment/grid-row-line";
import { useGridKeys } from "@/components/releases/deployment/use-grid-keys";
import { cn } from "@/components/ui/cn";
import type { GridFleet } from "@/lib/releases/grid";

const ROW = 36;
const VIRTUAL_ABOVE = 40;

/**
 * Instances down, lifecycle events across; the first column stays while the rest scrolls. Above
 * 40 rows only what is in view is drawn. From 768 px; the phone has `EventStack`.
 */
export function EventGrid({ fleet, label }: { fleet: GridFleet; label: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const many = fleet.rows.length > VIRTUAL_ABOVE;
  const virtualizer = useVirtualizer({
    count: many ? fleet.rows.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    initialRect: { width: 1200, height: 600 },
  });
  const reveal = useCallback(
    (row: number) => {
      if (many) virtualizer.scrollToIndex(Math.min(row, fleet.rows.length - 1), { align: "auto" });
    },
    [many, virtualizer, fleet.rows.length],
  );
  const onKeyDown = useGridKeys(reveal);
  const items = virtualizer.getVirtualItems();
  const before = many ? (items[0]?.start ?? 0) : 0;
  const after = many ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  const shown = many ? items.map((item) => item.index) : fleet.rows.map((_, index) => index);
  return (
    <div ref={scroller} className={cn("overflow-auto max-md:hidden", many && "max-h-[32rem]")}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells take arrow keys
        role="grid"
        aria-label={label}
        aria-rowcount={fleet.rows.length + 1}
        onKeyDown={onKeyDown}
        className="w-full border-separate border-spacing-0"
      >
        <thead>
          <tr aria-rowindex={1}>
            <th
              scope="col"
              className="sticky top-0 left-0 z-3 h-8 w-48 min-w-48 border-r border-b bg-raised px-3 py-1 text-start align-bottom text-meta font-medium text-muted"
            >
              Instance
            </th>
            {fleet.columns.map((name) => (
              <th
                key={name}
                scope="col"
                className="sticky top-0 z-2 h-8 min-w-18 border-b bg-raised px-1.5 py-1 text-start align-bottom text-meta font-medium text-muted"
              >
                <EventName name={name} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap height={before} span={fleet.columns.length + 1} />
          {shown.map((index) => {
            const row = fleet.rows[index];
            return row ? (
              <GridRowLine
                key={row.target.id}
                row={row}
                index={index}
                span={fleet.columns.length}
              />
            ) : null;
          })}
          <Gap height={after} span={fleet.columns.length + 1} />
        </tbody>
      </table>
    </div>
  );
}

/** `BeforeAllowTraffic` may break between its words, so that thirteen columns fit a laptop. */
function EventName({ name }: { name: string }) {
  const words = name.split(/(?=[A-Z])/);
  return words.map((word, at) => (
    <Fragment key={words.slice(0, at + 1).join("")}>
      {at > 0 ? <wbr /> : null}
      {word}
    </Fragment>
  ));
}

function Gap({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus
    <tr aria-hidden="true">
      <td colSpan={span} style={{ height, padding: 0 }} />
    </tr>
  );
}
