export interface Timers {
  after(milliseconds: number, work: () => void | Promise<void>): () => void;
  stop(): void;
}

/** Node clamps longer delays to 1 ms, which would turn a far deadline into one that is due now. */
const LONGEST = 2_147_483_647;

/** Timers that are all forgotten at stop; what a timer's work throws goes to `onError`. */
export function createTimers(onError: (error: unknown) => void): Timers {
  const waiting = new Set<() => void>();
  let stopped = false;

  return {
    after(milliseconds, work) {
      if (stopped) return () => {};
      const due = Date.now() + milliseconds;
      let timer: NodeJS.Timeout;
      const cancel = () => {
        clearTimeout(timer);
        waiting.delete(cancel);
      };
      const arm = () => {
        timer = setTimeout(
          () => {
            if (Date.now() < due && milliseconds > LONGEST) return arm();
            waiting.delete(cancel);
            Promise.resolve().then(work).catch(onError);
          },
          Math.min(Math.max(0, due - Date.now()), LONGEST),
        );
      };
      arm();
      waiting.add(cancel);
      return cancel;
    },
    stop() {
      stopped = true;
      for (const cancel of [...waiting]) cancel();
    },
  };
}
