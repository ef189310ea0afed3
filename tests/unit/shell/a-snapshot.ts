import type { Snapshot } from "@/lib/live/model";

/** A snapshot of the inbox, as the server sends it. */
export const aSnapshot = (given: Partial<Snapshot> = {}): Snapshot => ({
  topic: "inbox",
  version: 1,
  confirmedAt: "2026-11-24T12:00:00.000Z",
  intervalMs: 5000,
  data: { items: [] },
  ...given,
});
