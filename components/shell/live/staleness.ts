import type { Snapshot } from "@/lib/live/model";

/** Older than two of its intervals. `now` is the browser's clock corrected to the server's. */
export const isStale = (
  snapshot: Pick<Snapshot, "confirmedAt" | "intervalMs">,
  now: number,
): boolean => now - Date.parse(snapshot.confirmedAt) > 2 * snapshot.intervalMs;
