"use client";

import { useState } from "react";
import { type InboxRow, keepGone, withDecisions } from "@/lib/inbox/keep-gone";
import type { InboxItem } from "@/lib/inbox/model";

interface Shown {
  items: InboxItem[];
  rows: InboxRow[];
  selected: string | null;
}

/**
 * The rows on screen. Decided items stay, marked, until the person selects another one; items that
 * arrive while the pointer or the focus is in the list wait behind a "2 new" pill.
 */
export function useInboxRows(
  items: InboxItem[],
  selected: string | null,
  busy: boolean,
): {
  rows: InboxRow[];
  arrived: number;
  showArrived: () => void;
  decide: (id: string, words: string) => void;
  dismiss: (id: string) => void;
} {
  const [shown, setShown] = useState<Shown>(() => ({
    items,
    rows: keepGone([], items),
    selected,
  }));
  // A decision is known here before the next read says so, and what is dismissed stays so until then.
  const [decided, setDecided] = useState<ReadonlyMap<string, string>>(new Map());
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const known = new Set(shown.rows.map((row) => row.item.id));
  const arrived = items.filter((item) => !known.has(item.id));
  const admitted = busy ? items.filter((item) => known.has(item.id)) : items;
  const moved = shown.selected !== selected;
  if (shown.items !== items || moved || (!busy && arrived.length > 0)) {
    const rows = keepGone(shown.rows, admitted, { settled: moved, selected });
    setShown({ items, rows, selected });
  }
  return {
    rows: withDecisions(
      shown.rows.filter((row) => !dismissed.has(row.item.id)),
      decided,
    ),
    arrived: busy ? arrived.length : 0,
    showArrived: () =>
      setShown({ items, rows: keepGone(shown.rows, items, { selected }), selected }),
    decide: (id, words) => setDecided((before) => new Map(before).set(id, words)),
    dismiss: (id) => setDismissed((before) => new Set(before).add(id)),
  };
}
