/** Keys pressed one after the other (`g` then `i`) within this time are one shortcut. */
export const CHORD_MS = 1200;

export interface ChordState {
  /** The first key, waiting for its second. */
  pending?: string;
  at: number;
}

export const NO_CHORD: ChordState = { at: 0 };

/**
 * Feeds one key. `match` is the shortcut it completes: a single key, or two with a space between.
 * `known` are the shortcuts there are.
 */
export function feedChord(
  state: ChordState,
  key: string,
  now: number,
  known: ReadonlySet<string>,
): { state: ChordState; match?: string } {
  if (state.pending !== undefined && now - state.at <= CHORD_MS) {
    const both = `${state.pending} ${key}`;
    if (known.has(both)) return { state: NO_CHORD, match: both };
  }
  if (known.has(key)) return { state: NO_CHORD, match: key };
  const starts = [...known].some((each) => each.startsWith(`${key} `));
  return { state: starts ? { pending: key, at: now } : NO_CHORD };
}
