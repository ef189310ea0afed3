"use client";

import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { indexAt, ordered } from "@/components/data/chart/geometry";

interface Cursor {
  index: number;
  /** Where a selection began; it reaches to `index`. */
  anchor?: number;
}

/**
 * The cursor over a chart's buckets: pointer or arrow keys move it, dragging or Shift with arrows
 * selects, Enter (or letting go) hands the selection over, Escape drops it.
 */
export function useChartCursor(count: number, onSelect?: (first: number, last: number) => void) {
  const [cursor, setCursor] = useState<Cursor>();
  const clamp = (index: number) => Math.min(count - 1, Math.max(0, index));
  const selection =
    cursor?.anchor === undefined ? undefined : ordered(clamp(cursor.anchor), clamp(cursor.index));
  const finish = () => {
    if (selection && selection[1] > selection[0]) onSelect?.(...selection);
    setCursor((now) => now && { index: now.index });
  };
  const indexOf = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return indexAt(event.clientX - box.left, box.width, count);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const now = cursor?.index ?? count - 1;
    const moves: Record<string, number> = {
      ArrowLeft: now - 1,
      ArrowRight: now + 1,
      PageUp: now - 10,
      PageDown: now + 10,
      Home: 0,
      End: count - 1,
    };
    const next = moves[event.key];
    if (next !== undefined) {
      const anchor = event.shiftKey && onSelect ? (cursor?.anchor ?? now) : undefined;
      setCursor({ index: clamp(next), ...(anchor !== undefined && { anchor }) });
    } else if (event.key === "Enter" && selection) finish();
    else if (event.key === "Escape" && cursor) setCursor(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return {
    cursor: cursor && clamp(cursor.index),
    selection,
    handlers: {
      onKeyDown,
      onFocus: () => setCursor((now) => now ?? { index: count - 1 }),
      onBlur: () => setCursor(undefined),
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        // A finger scrolls the page; only a mouse or pen drags a range.
        if (event.button !== 0 || event.pointerType === "touch") return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const index = indexOf(event);
        setCursor({ index, ...(onSelect && { anchor: index }) });
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const index = indexOf(event);
        setCursor((now) => ({ ...now, index }));
      },
      onPointerUp: finish,
      onPointerCancel: () => setCursor(undefined),
      onPointerLeave: () => setCursor((now) => (now?.anchor === undefined ? undefined : now)),
    },
  };
}
