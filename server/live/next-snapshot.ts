import "server-only";
import type { Snapshot, Topic } from "@/lib/live/model";

/** A snapshot with its data as text, so that "did it change" is one comparison. */
export interface HeldSnapshot {
  snapshot: Snapshot;
  json: string;
}

/** Confirms or replaces what was known. The version never falls, also when a shared one was lost. */
export function nextSnapshot(
  previous: HeldSnapshot | undefined,
  topic: Topic,
  data: unknown,
  at: { now: Date; intervalMs: number },
): { next: HeldSnapshot; changed: boolean } {
  const json = JSON.stringify(data);
  const changed = previous?.json !== json;
  const version =
    previous && !changed
      ? previous.snapshot.version
      : Math.max((previous?.snapshot.version ?? 0) + 1, at.now.getTime());
  const snapshot: Snapshot = {
    topic,
    version,
    confirmedAt: at.now.toISOString(),
    intervalMs: at.intervalMs,
    data,
  };
  return { next: { snapshot, json }, changed };
}
