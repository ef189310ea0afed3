import type { LiveEvent } from "@/components/shell/live/live-event";
import type { Snapshot } from "@/lib/live/model";

/** What a browser knows of one topic: the last snapshot, or why there never was one. */
export interface LiveEntry {
  snapshot?: Snapshot;
  problem?: NonNullable<Snapshot["problem"]>;
}

/** The one confirmed later wins; versions start anew when the server's memory was lost. */
export function newerSnapshot<S extends Snapshot>(known: S | undefined, next: S): S {
  if (!known) return next;
  const difference = Date.parse(next.confirmedAt) - Date.parse(known.confirmedAt);
  if (difference > 0) return next;
  return difference === 0 && next.version >= known.version ? next : known;
}

/** The entry after an event. The same object comes back when nothing changed. */
export function reduceLive(
  known: LiveEntry | undefined,
  event: Exclude<LiveEvent, { name: "beat" }>,
): LiveEntry {
  const entry = known ?? {};
  switch (event.name) {
    case "snapshot": {
      const snapshot = newerSnapshot(entry.snapshot, event.snapshot);
      return snapshot === entry.snapshot ? entry : { snapshot };
    }
    case "confirm": {
      if (!entry.snapshot) return entry;
      if (Date.parse(event.confirmedAt) < Date.parse(entry.snapshot.confirmedAt)) return entry;
      const { problem: _solved, ...snapshot } = entry.snapshot;
      return {
        snapshot: {
          ...snapshot,
          confirmedAt: event.confirmedAt,
          intervalMs: event.intervalMs ?? snapshot.intervalMs,
        },
      };
    }
    case "problem":
      return entry.snapshot
        ? { snapshot: { ...entry.snapshot, problem: event.problem } }
        : { problem: event.problem };
  }
}
