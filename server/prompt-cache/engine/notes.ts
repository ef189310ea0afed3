import "server-only";

/** How long notes of hits wait to be written together. */
const WAIT_MS = 2;

/** Work that no answer waits for, done in batches between requests. */
export interface Notes {
  add(work: () => void): void;
  /** Does what is still there. */
  flush(): void;
}

/** Done right after each hit, such work would hold up the next one by as much as reading its answer. */
export function makeNotes(): Notes {
  let waiting: (() => void)[] = [];
  const flush = (): void => {
    const due = waiting;
    waiting = [];
    for (const work of due) work();
  };
  return {
    add(work) {
      if (waiting.push(work) === 1) setTimeout(flush, WAIT_MS);
    },
    flush,
  };
}
