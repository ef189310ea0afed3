import type { InboxItem } from "./model";

/** Oldest deadline first; without a deadline last, the longest wait first. Stable over reads (ties by id). */
export function orderInbox<T extends Pick<InboxItem, "id" | "deadline" | "waitingSince">>(
  items: T[],
): T[] {
  const last = "9999";
  return [...items].sort(
    (a, b) =>
      (a.deadline ?? last).localeCompare(b.deadline ?? last) ||
      (a.waitingSince ?? last).localeCompare(b.waitingSince ?? last) ||
      a.id.localeCompare(b.id),
  );
}
