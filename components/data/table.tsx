"use client";

import dynamic from "next/dynamic";
import { useMemo } from "react";
import { TableFrame, type TableFrameProps, type Waiting } from "@/components/data/table-frame";
import { sortRows } from "@/components/data/table-model";
import { useHeldRows } from "@/components/data/use-held-rows";
import type VirtualTableType from "@/components/data/virtual-table";
import { Skeleton } from "@/components/ui/skeleton";

export type { Column, Sort } from "@/components/data/table-model";

/** Above this many rows only what is in view is drawn. */
export const VIRTUAL_ABOVE = 100;

const VirtualTable = dynamic(() => import("@/components/data/virtual-table"), {
  loading: () => <Skeleton className="h-96" />,
}) as typeof VirtualTableType;

/**
 * A dense table. The first column of a row with `rowHref` is its link, stretched over the row, so
 * that j/k, Enter and middle click work. More than 100 rows are virtualised in a scroll area of
 * their own with `aria-rowcount`. Sorting here is of the rows given; page sorting is the caller's.
 */
export function DataTable<Row>({
  holdFor,
  heldBack,
  ...props
}: TableFrameProps<Row> & {
  /**
   * For live rows: names the filter that is on. While the pointer is over the table, rows keep
   * their places and a pill tells how many are new; another filter is shown at once.
   */
  holdFor?: string;
  /** For rows that the caller itself holds back until they are let in. */
  heldBack?: { waiting: Waiting; onRelease: () => void };
}) {
  const { sort, columns, rowKey } = props;
  const view = holdFor === undefined ? undefined : `${holdFor} ${sort?.key} ${sort?.direction}`;
  const sorted = useMemo(() => sortRows(props.rows, columns, sort), [props.rows, columns, sort]);
  const held = useHeldRows(sorted, rowKey, view);
  const Table = held.rows.length > VIRTUAL_ABOVE ? VirtualTable : TableFrame;
  return (
    <Table
      {...props}
      rows={held.rows}
      waiting={heldBack?.waiting ?? { count: held.waiting }}
      onRelease={heldBack?.onRelease ?? held.release}
      over={held.over}
    />
  );
}
