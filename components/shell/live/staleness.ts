import type { Snapshot } from "@/lib/live/model";

type Aged = Pick<Snapshot, "confirmedAt" | "intervalMs" | "problem">;

/** One failed read is soon made good; reads that fail for this long are told, however long the interval. */
const FAILING_MS = 5_000;

/**
 * When a snapshot becomes stale (ms, server's clock): two of its intervals after it was confirmed,
 * or earlier when the reads since then fail.
 */
export const staleAt = ({ confirmedAt, intervalMs, problem }: Aged): number =>
  Math.min(
    Date.parse(confirmedAt) + 2 * intervalMs,
    problem ? Date.parse(problem.since) + FAILING_MS : Number.POSITIVE_INFINITY,
  );

/** Older than it may be; `now` is the server's time as far as the browser can tell. */
export const isStale = (snapshot: Aged, now: number): boolean => now > staleAt(snapshot);

/**
 * Server's clock minus ours, in ms, from a beat's time. A beat is late by the way it took, so a
 * difference under two seconds is taken for the network and not for a wrong clock.
 */
export function clockOffset(serverAt: string, receivedAt: number): number {
  const offset = Date.parse(serverAt) - receivedAt;
  return Number.isNaN(offset) || Math.abs(offset) < 2000 ? 0 : offset;
}
