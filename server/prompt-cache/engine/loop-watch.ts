import "server-only";

const BEAT_MS = 100;
/** A beat this late means that the process itself stood still. */
const LATE_MS = 250;
const LATELY_MS = 1_500;

export interface LoopWatch {
  /** Whether this process could not run for a moment, so that a time-out of its own says nothing about the other end. */
  stoodStill(): boolean;
  close(): void;
}

/** Notices that the process was starved, or frozen between two invocations of a function. */
export function watchLoop(): LoopWatch {
  let last = performance.now();
  let stoodAt = Number.NEGATIVE_INFINITY;
  const beat = (): void => {
    const now = performance.now();
    if (now - last > BEAT_MS + LATE_MS) stoodAt = now;
    last = now;
  };
  const timer = setInterval(beat, BEAT_MS);
  timer.unref();
  return {
    stoodStill() {
      beat();
      return performance.now() - stoodAt < LATELY_MS;
    },
    close: () => clearInterval(timer),
  };
}
