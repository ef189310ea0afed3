import "server-only";

/** Something that waits for Redis and can be told that it waited for too long. */
export interface Waiting {
  reject(error: Error): void;
}

export interface Deadlines {
  add(waiting: Waiting): void;
  /** It has its answer. */
  remove(waiting: Waiting): void;
}

/** A time-out is told after three to four quarters of its time. */
const PARTS = 4;

/**
 * Time-outs of all commands of a connection by one timer. A timer of its own for each, as ioredis
 * sets with `commandTimeout`, costs a GET a tenth of its time. Says what ioredis says.
 */
export function deadlines(timeoutMs: number): Deadlines {
  /** What waits, oldest first, and the beat in which it began. */
  const began = new Map<Waiting, number>();
  let beat = 0;
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    beat += 1;
    for (const [waiting, since] of began) {
      if (beat - since < PARTS) break;
      began.delete(waiting);
      waiting.reject(new Error("Command timed out"));
    }
    if (began.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  return {
    add(waiting) {
      began.set(waiting, beat);
      // It lives on while nothing waits, up to the next beat: not one timer for each command again.
      timer ??= setInterval(look, timeoutMs / PARTS).unref();
    },
    remove: (waiting) => void began.delete(waiting),
  };
}
