"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { type Column, nextSort, type Sort, sortRows } from "@/components/data/table-model";
import { useHeldRows } from "@/components/data/use-held-rows";
import { useListKeys } from "@/components/data/use-list-keys";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

export type { Column, Sort } from "@/components/data/table-model";

/** Above this many rows only what is in view is drawn. */
export const VIRTUAL_ABOVE = 100;

const FROM = {
  sm: "max-sm:hidden",
  md: "max-md:hidden",
  lg: "max-lg:hidden",
  xl: "max-xl:hidden",
} as const;

const columnClass = <Row,>(column: Column<Row>) =>
  cn(column.from && FROM[column.from], column.align === "end" && "text-end");

/** Row height in px as the density says (the `--row` token). */
function useRowHeight(): number {
  const [height, setHeight] = useState(36);
  useEffect(() => {
    const read = () =>
      setHeight(
        Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue("--row"), 10) ||
          36,
      );
    read();
    const watch = new MutationObserver(read);
    watch.observe(document.documentElement, { attributeFilter: ["data-density"] });
    return () => watch.disconnect();
  }, []);
  return height;
}

/**
 * A dense table. The first column of a row with `rowHref` is its link, stretched over the row, so
 * that j/k, Enter and middle click work. More than 100 rows are virtualised in a scroll area of
 * their own with `aria-rowcount`. Sorting here is of the rows given; page sorting is the caller's.
 */
export function DataTable<Row>({
  label,
  columns,
  rows: given,
  rowKey,
  rowHref,
  rowLabel,
  selectedKey,
  changedKeys,
  sort,
  onSort,
  totalRows,
  holdFor,
  className,
}: {
  /** What the table lists, for assistive technology. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowHref?: (row: Row) => string;
  /** Name of the row's link; without it the first cell's text is the name. */
  rowLabel?: (row: Row) => string;
  selectedKey?: string | undefined;
  /** Rows that have just changed: they tint for a second. */
  changedKeys?: ReadonlySet<string>;
  sort?: Sort | null;
  onSort?: (sort: Sort | null) => void;
  /** Rows there are in all, where the server pages. */
  totalRows?: number;
  /**
   * For live rows: names the filter that is on. While the pointer is over the table, rows keep
   * their places and a pill tells how many are new; another filter is shown at once.
   */
  holdFor?: string;
  className?: string;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const height = useRowHeight();
  const view = holdFor === undefined ? undefined : `${holdFor} ${sort?.key} ${sort?.direction}`;
  const held = useHeldRows(sortRows(given, columns, sort), rowKey, view);
  const { rows } = held;
  const virtual = rows.length > VIRTUAL_ABOVE;
  const virtualizer = useVirtualizer({
    count: virtual ? rows.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    initialRect: { width: 1200, height: 800 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new row height is why it measures again
  useEffect(() => virtualizer.measure(), [height, virtualizer]);
  useListKeys(scroller);

  const items = virtualizer.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  const before = virtual && first ? first.start : 0;
  const after = virtual && last ? virtualizer.getTotalSize() - last.end : 0;
  const shown: readonly { row: Row; index: number }[] = virtual
    ? items.flatMap(({ index }) => {
        const row = rows[index];
        return row === undefined ? [] : [{ row, index }];
      })
    : rows.map((row, index) => ({ row, index }));
  const counted = virtual || totalRows !== undefined;

  return (
    <div
      ref={scroller}
      {...held.over}
      className={cn(
        "rounded-md border",
        virtual && "max-h-[calc(100dvh-12rem)] overflow-auto",
        className,
      )}
      {...(virtual ? { tabIndex: 0, role: "region", "aria-label": label } : {})}
    >
      {held.waiting > 0 ? (
        <div className={cn("sticky z-3 h-0 text-center", virtual ? "top-1" : "top-13")}>
          <Button variant="primary" size="sm" onClick={held.release} className="rounded-full">
            {held.waiting} new
          </Button>
        </div>
      ) : null}
      <table
        aria-label={label}
        aria-rowcount={counted ? (totalRows ?? rows.length) + 1 : undefined}
        className="w-full table-fixed border-separate border-spacing-0"
      >
        <colgroup>
          {columns.map((column) => (
            <col
              key={column.key}
              className={column.from && FROM[column.from]}
              style={column.width ? { width: column.width } : undefined}
            />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={counted ? 1 : undefined}>
            {columns.map((column) => (
              <HeaderCell
                key={column.key}
                column={column}
                sort={sort}
                onSort={onSort}
                sticky={virtual}
              />
            ))}
          </tr>
        </thead>
        <Spacer height={before} />
        <tbody>
          {shown.map(({ row, index }) => {
            const key = rowKey(row);
            return (
              <tr
                key={key}
                aria-rowindex={counted ? index + 2 : undefined}
                aria-current={selectedKey === key ? "true" : undefined}
                className={cn(
                  "group/row relative h-row hover:bg-hover aria-[current]:bg-selected aria-[current]:[&>td:first-child]:shadow-[inset_2px_0_0_var(--accent)]",
                  changedKeys?.has(key) && "animate-tint",
                )}
              >
                {columns.map((column, at) => (
                  <td
                    key={column.key}
                    className={cn(
                      "h-row truncate border-t px-3 py-0 [tr:first-child>&]:border-t-0",
                      columnClass(column),
                    )}
                  >
                    {at === 0 && rowHref ? (
                      <RowLink href={rowHref(row)} label={rowLabel?.(row)}>
                        {column.cell(row)}
                      </RowLink>
                    ) : (
                      column.cell(row)
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
        <Spacer height={after} />
      </table>
    </div>
  );
}

function RowLink({
  href,
  label,
  children,
}: {
  href: string;
  label: string | undefined;
  children: ReactNode;
}) {
  return (
    <Link
      href={href}
      prefetch={false}
      data-list-row=""
      aria-label={label}
      className="block truncate font-medium outline-offset-[-2px] after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-[-2px] focus-visible:after:outline-[var(--focus)]"
    >
      {children}
    </Link>
  );
}

function Spacer({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tbody aria-hidden="true">
      <tr>
        <td style={{ height, padding: 0 }} />
      </tr>
    </tbody>
  );
}

function HeaderCell<Row>({
  column,
  sort,
  onSort,
  sticky,
}: {
  column: Column<Row>;
  sort: Sort | null | undefined;
  onSort: ((sort: Sort | null) => void) | undefined;
  sticky: boolean;
}) {
  const sorted = sort?.key === column.key ? sort.direction : undefined;
  const canSort = column.sortBy !== undefined && onSort !== undefined;
  const Arrow = sorted === "desc" ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={sorted ? (sorted === "asc" ? "ascending" : "descending") : undefined}
      className={cn(
        "h-8 truncate border-b bg-raised px-3 text-start text-meta font-medium text-muted first:rounded-tl-md last:rounded-tr-md",
        sticky && "sticky top-0 z-2",
        columnClass(column),
      )}
    >
      {canSort ? (
        <button
          type="button"
          onClick={() => onSort(nextSort(sort, column.key))}
          className="inline-flex min-h-6 items-center gap-1 hover:text-ink pointer-coarse:min-h-11"
        >
          {column.header}
          <Arrow aria-hidden="true" className={cn("size-3", !sorted && "opacity-0")} />
        </button>
      ) : (
        <span className={column.hideHeader ? "sr-only" : undefined}>{column.header}</span>
      )}
    </th>
  );
}
