import "server-only";

/** How long notes of hits wait to be written together. */
const WAIT_MS = 2;

/** Something that is to be noted and that no answer waits for. */
export interface Noted {
  note(): void;
}

/** Notes, written in batches between requests. */
export interface Notes {
  add(noted: Noted): void;
  /** Writes what is still there. */
  flush(): void;
}

/** Done right after each hit, such work would hold up the next one by as much as reading its answer. */
export function makeNotes(): Notes {
  let waiting: Noted[] = [];
  const flush = (): void => {
    const due = waiting;
    waiting = [];
    for (const noted of due) noted.note();
  };
  return {
    add(noted) {
      if (waiting.push(noted) === 1) setTimeout(flush, WAIT_MS);
    },
    flush,
  };
}
