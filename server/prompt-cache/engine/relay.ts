import "server-only";

/** Bytes that wait for a slow reader before the source has to wait as well. */
const HIGH_WATER = 1024 * 1024;

export interface RelayOptions {
  source: AsyncIterable<Uint8Array>;
  /** Sees each chunk as it comes. Throws never. */
  see(chunk: Uint8Array): void;
  /** The source ended: whole, or broken. The reader's end waits for what it gives. */
  ended(error?: unknown): Promise<void>;
  /** The reader went away: end the source in time. */
  left(): void;
}

/**
 * Hands a body on while somebody else listens. The source is read at its own pace, not at the
 * reader's, so that a slow or lost client holds up neither the cache nor those who wait for the same answer.
 */
export function relay(options: RelayOptions): AsyncIterableIterator<Uint8Array> {
  const queue: Uint8Array[] = [];
  let waiting = 0;
  let gone = false;
  let over: { error?: unknown } | undefined;
  let wakeReader = (): void => {};
  let wakeSource = (): void => {};

  const run = async (): Promise<void> => {
    let error: unknown;
    try {
      for await (const chunk of options.source) {
        options.see(chunk);
        if (gone) continue;
        queue.push(chunk);
        waiting += chunk.length;
        wakeReader();
        while (waiting > HIGH_WATER && !gone)
          await new Promise<void>((resolve) => {
            wakeSource = resolve;
          });
      }
    } catch (caught) {
      error = caught ?? new Error("the answer broke off");
    }
    await options.ended(error);
    over = { error };
    wakeReader();
  };
  void run();

  return {
    async next() {
      for (;;) {
        const chunk = queue.shift();
        if (chunk) {
          waiting -= chunk.length;
          wakeSource();
          return { done: false, value: chunk };
        }
        if (over?.error !== undefined && !gone) throw over.error;
        if (over || gone) return { done: true, value: undefined };
        await new Promise<void>((resolve) => {
          wakeReader = resolve;
        });
      }
    },
    async return() {
      if (!gone && !over) options.left();
      gone = true;
      queue.length = 0;
      waiting = 0;
      wakeSource();
      wakeReader();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
