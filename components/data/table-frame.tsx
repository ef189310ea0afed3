"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import { type ReactNode, type Ref, useRef } from "react";
import { type Column, nextSort, type Sort } from "@/components/data/table-model";
import { useListKeys } from "@/components/data/use-list-keys";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

const FROM = {
  sm: "max-sm:hidden",
  md: "max-md:hidden",
  lg: "max-lg:hidden",
  xl: "max-xl:hidden",
} as const;

const columnClass = <Row,>(column: Column<Row>) =>
  cn(column.from && FROM[column.from], column.align === "end" && "text-end");

export interface TableFrameProps<Row> {
  /** What the table lists, for assistive technology. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowHref?: ((row: Row) => string) | undefined;
  /** Name of the row's link; without it the first cell's text is the name. */
  rowLabel?: ((row: Row) => string) | undefined;
  selectedKey?: string | undefined;
  /** Rows that have just changed: they tint for a second. */
  changedKeys?: ReadonlySet<string> | undefined;
  sort?: Sort | null | undefined;
  onSort?: ((sort: Sort | null) => void) | undefined;
  /** Rows there are in all, where the server pages. */
  totalRows?: number | undefined;
  className?: string | undefined;
}

/** New rows that are held back; `more`: there may be others. */
export interface Waiting {
  count: number;
  more?: boolean;
}

/** Which rows are drawn, and how many px stand for those before and after. */
export interface Slice {
  from: number;
  to: number;
  before: number;
  after: number;
}

/** The table itself. With a `slice` it scrolls in an area of its own, else with the page. */
export function TableFrame<Row>({
  scroller: given,
  slice,
  waiting,
  onRelease,
  over,
  ...props
}: TableFrameProps<Row> & {
  scroller?: Ref<HTMLDivElement>;
  slice?: Slice;
  waiting: Waiting;
  onRelease: () => void;
  over: Pick<React.ComponentProps<"div">, "onPointerEnter" | "onPointerLeave">;
}) {
  const { label, columns, rows, sort, onSort, totalRows, className } = props;
  const list = useRef<HTMLTableElement>(null);
  useListKeys(list);
  const counted = slice !== undefined || totalRows !== undefined;
  const from = slice?.from ?? 0;
  return (
    <div
      ref={given}
      {...over}
      className={cn(
        "rounded-md border",
        slice && "max-h-[calc(100dvh-12rem)] overflow-auto",
        className,
      )}
      {...(slice ? { tabIndex: 0, role: "region", "aria-label": label } : {})}
    >
      {waiting.count > 0 ? (
        <div className={cn("sticky z-3 h-0 text-center", slice ? "top-1" : "top-13")}>
          <Button variant="primary" size="sm" onClick={onRelease} className="rounded-full">
            {waiting.count}
            {waiting.more ? "+" : ""} new
          </Button>
        </div>
      ) : null}
      <table
        ref={list}
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
                sticky={slice !== undefined}
              />
            ))}
          </tr>
        </thead>
        <Spacer height={slice?.before ?? 0} />
        <tbody>
          {rows.slice(from, slice?.to).map((row, at) => (
            <BodyRow
              key={props.rowKey(row)}
              row={row}
              index={counted ? from + at + 2 : undefined}
              {...props}
            />
          ))}
        </tbody>
        <Spacer height={slice?.after ?? 0} />
      </table>
    </div>
  );
}

function BodyRow<Row>({
  row,
  index,
  columns,
  rowKey,
  rowHref,
  rowLabel,
  selectedKey,
  changedKeys,
}: TableFrameProps<Row> & { row: Row; index: number | undefined }) {
  const key = rowKey(row);
  return (
    <tr
      aria-rowindex={index}
      aria-current={selectedKey === key ? "true" : undefined}
      className={cn(
        "relative h-row hover:bg-hover aria-[current]:bg-selected aria-[current]:[&>td:first-child]:shadow-[inset_2px_0_0_var(--accent)]",
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
          className={cn(
            "inline-flex min-h-6 items-center gap-1 hover:text-ink pointer-coarse:min-h-11",
            // The arrow stands inside, so that the header ends where its column ends.
            column.align === "end" && "flex-row-reverse",
          )}
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
