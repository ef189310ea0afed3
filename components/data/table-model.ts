import type { ReactNode } from "react";

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** CSS width of the column (`12rem`, `30%`); without it the column shares what is left. */
  width?: string;
  align?: "start" | "end";
  /** What it sorts by; without it the column cannot be sorted. */
  sortBy?: (row: Row) => string | number | undefined;
  /** Left out below this width: `sm` 640 px, `md` 768, `lg` 1024, `xl` 1280. */
  from?: "sm" | "md" | "lg" | "xl";
  /** The header is for assistive technology only. */
  hideHeader?: boolean;
}

export interface Sort {
  key: string;
  direction: "asc" | "desc";
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** A sorted copy; rows without a value come last either way. The order of equals is kept. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | null | undefined,
): readonly Row[] {
  const by = sort ? columns.find((column) => column.key === sort.key)?.sortBy : undefined;
  if (!sort || !by) return rows;
  const sign = sort.direction === "asc" ? 1 : -1;
  return [...rows].sort((left, right) => {
    const a = by(left);
    const b = by(right);
    if (a === undefined || b === undefined)
      return Number(a === undefined) - Number(b === undefined);
    return (
      sign *
      (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(`${a}`, `${b}`))
    );
  });
}

/** The next sort when a header is pressed: ascending → descending → none. */
export function nextSort(sort: Sort | null | undefined, key: string): Sort | null {
  if (sort?.key !== key) return { key, direction: "asc" };
  return sort.direction === "asc" ? { key, direction: "desc" } : null;
}
