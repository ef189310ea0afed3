import "server-only";
import type { ProblemCode } from "@/lib/platform/result";

/** A burst of events becomes one read at once and at most one more per this many milliseconds. */
export const COALESCE_MS = 150;
/** After an event AWS may still show the old state for a moment, so the watcher looks often for a while. */
export const EAGER_FOR_MS = 5_000;
export const EAGER_INTERVAL_MS = 1_000;
/** What is promised to browsers is never shorter: a slow read must not make live data look stale. */
const PROMISE_AT_LEAST_MS = 5_000;
/** Not beyond the slowest interval: who looks at a screen waits for the end of an outage. */
const BACKOFF_MAX_MS = 10_000;
/** More calls would keep AWS throttling. */
const THROTTLED_MAX_MS = 30_000;

/** The interval that a snapshot promises, from the one that the watcher keeps. */
export const promised = (intervalMs: number): number => Math.max(intervalMs, PROMISE_AT_LEAST_MS);

/** Milliseconds to the next try after `failures` in a row (from 1). `random` in [0, 1). */
export function backoffMs(failures: number, code: ProblemCode, random: number): number {
  const most = code === "throttled" ? THROTTLED_MAX_MS : BACKOFF_MAX_MS;
  const full =
    code === "not_found" ? 15_000 : Math.min(most, 1_000 * 2 ** Math.min(failures - 1, 10));
  return Math.round(full * (0.5 + random / 2));
}

/** Milliseconds to wait before a read that an event asks for; 0 is at once. */
export const wakeDelayMs = (sinceLastStartMs: number): number =>
  Math.max(0, COALESCE_MS - sinceLastStartMs);
