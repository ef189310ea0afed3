import type { Snapshot } from "@/lib/live/model";

/** When a snapshot becomes stale: two of its intervals after it was confirmed (ms, server's clock). */
export const staleAt = (snapshot: Pick<Snapshot, "confirmedAt" | "intervalMs">): number =>
  Date.parse(snapshot.confirmedAt) + 2 * snapshot.intervalMs;

/** Older than two of its intervals; `now` is the server's time as far as the browser can tell. */
export const isStale = (
  snapshot: Pick<Snapshot, "confirmedAt" | "intervalMs">,
  now: number,
): boolean => now > staleAt(snapshot);

/**
 * Server's clock minus ours, in ms, from a beat's time. A beat is late by the way it took, so a
 * difference under two seconds is taken for the network and not for a wrong clock.
 */
export function clockOffset(serverAt: string, receivedAt: number): number {
  const offset = Date.parse(serverAt) - receivedAt;
  return Number.isNaN(offset) || Math.abs(offset) < 2000 ? 0 : offset;
}
