import "server-only";
import { AppError } from "@/server/platform/errors";

/**
 * Ends at once with the signal, and when nothing came for `idleMs`, whatever the provider's client
 * does. @throws the signal's reason; AppError upstream when the model fell silent
 */
export async function* guardStream<T>(
  stream: AsyncIterable<T>,
  signal: AbortSignal,
  idleMs: number,
): AsyncGenerator<T> {
  const iterator = stream[Symbol.asyncIterator]();
  const end = Promise.withResolvers<never>();
  end.promise.catch(() => undefined);
  const stop = () => end.reject(signal.reason);
  const timer = setTimeout(
    () =>
      end.reject(new AppError("upstream", "The model fell silent in the middle of its answer.")),
    idleMs,
  );
  signal.addEventListener("abort", stop, { once: true });
  let ended = false;
  try {
    signal.throwIfAborted();
    while (true) {
      const next = await Promise.race([iterator.next(), end.promise]);
      if (next.done) {
        ended = true;
        return;
      }
      timer.refresh();
      yield next.value;
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    // Not awaited: a client that hangs would hold the run.
    if (!ended) void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
