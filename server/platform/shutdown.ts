import "server-only";
import { held } from "./held";
import { log } from "./log";

type Closer = () => void | Promise<void>;

const closers = () => held("shutdown.closers", () => new Set<Closer>());

/**
 * Registers what must close before the process may end: open SSE streams above all, for which
 * Next's own shutdown would wait for ever. Returns the way to take it back.
 */
export function onShutdown(close: Closer): () => void {
  closers().add(close);
  return () => closers().delete(close);
}

/** Calls every closer once; a closer that fails or hangs for 2 s does not stop the others. */
export async function runShutdown(): Promise<void> {
  const all = [...closers()];
  closers().clear();
  await Promise.all(
    all.map(async (close) => {
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, 2_000);
        timer.unref();
      });
      try {
        await Promise.race([Promise.resolve().then(close), patience]);
      } catch (error) {
        log().warn({ error }, "could not close cleanly");
      } finally {
        clearTimeout(timer);
      }
    }),
  );
}

/** Hooks SIGTERM and SIGINT once per process. Next itself then stops serving and exits. */
export function listenForShutdown(): void {
  held("shutdown.listening", () => {
    for (const signal of ["SIGTERM", "SIGINT"] as const)
      process.once(signal, () => void runShutdown());
    return true;
  });
}
