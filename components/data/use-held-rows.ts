"use client";

import { type PointerEvent, useRef, useState } from "react";
import { holdRows } from "@/components/data/held-rows";

/**
 * Keeps rows in their places while the pointer is over them. `view` names the filter and sort: a
 * new view is always shown at once. Spread `over` on the element that holds the rows.
 */
export function useHeldRows<Row>(
  next: readonly Row[],
  keyOf: (row: Row) => string,
  view: string | undefined,
) {
  const [held, setHeld] = useState<{ view: string; rows: readonly Row[] }>();
  const latest = useRef(next);
  latest.current = next;
  const active = view !== undefined && held?.view === view ? held : undefined;
  const { rows, waiting } = active
    ? holdRows(active.rows, next, keyOf)
    : { rows: next, waiting: 0 };
  return {
    rows,
    waiting,
    /** Lets the new rows in. */
    release: () => setHeld(view === undefined ? undefined : { view, rows: latest.current }),
    over: {
      onPointerEnter: (event: PointerEvent) => {
        if (view !== undefined && event.pointerType === "mouse")
          setHeld({ view, rows: latest.current });
      },
      onPointerLeave: () => setHeld(undefined),
    },
  };
}
