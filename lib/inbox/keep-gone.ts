/**
 * An item that was decided elsewhere stays where it is, marked, until the person moves on: a row
 * must not vanish under the pointer, nor the next one slide under a finger on Approve.
 */
import type { InboxItem } from "./model";
import { orderInbox } from "./order";

export interface InboxRow {
  item: InboxItem;
  /** It no longer waits: somebody (or its deadline) decided it. */
  gone: boolean;
  /** What this person decided about it here: `Approved by you`. */
  decided?: string;
}

/** `before`: what is on screen; `now`: what waits. Gone rows other than `selected` are dropped once `settled`. */
export function keepGone(
  before: InboxRow[],
  now: InboxItem[],
  options: { selected?: string | null; settled?: boolean } = {},
): InboxRow[] {
  const waiting = new Map(now.map((item) => [item.id, item]));
  const kept = before
    .filter((row) => !waiting.has(row.item.id))
    .filter((row) => !options.settled || row.item.id === options.selected)
    .map((row) => ({ ...row, gone: true }));
  const rows = new Map<string, InboxRow>();
  for (const row of kept) rows.set(row.item.id, row);
  for (const item of now) rows.set(item.id, { item, gone: false });
  return orderInbox([...rows.values()].map((row) => row.item)).flatMap((item) => {
    const row = rows.get(item.id);
    return row ? [row] : [];
  });
}

/**
 * Rows with this person's own decisions (item id → words): such an item is over at once, even while
 * what was read last still says that it waits.
 */
export const withDecisions = (rows: InboxRow[], decided: ReadonlyMap<string, string>): InboxRow[] =>
  rows.map((row) => {
    const words = decided.get(row.item.id);
    return words ? { ...row, gone: true, decided: words } : row;
  });
