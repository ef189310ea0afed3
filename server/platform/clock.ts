import "server-only";

let read = (): Date => new Date();

/** The server's one source of "now", so that tests can stand still or move on. */
export const now = (): Date => read();

/** For tests: reads time from `source`; returns the way back. */
export function setClock(source: () => Date): () => void {
  const before = read;
  read = source;
  return () => {
    read = before;
  };
}
