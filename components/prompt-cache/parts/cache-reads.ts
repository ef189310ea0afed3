/** What the prompt cache's screens read, as it stands second in their query keys. */
type CacheRead =
  | "entries"
  | "entry"
  | "keys"
  | "known"
  | "namespaces"
  | "requests"
  | "tuning"
  | "warm-up";

/** Query keys of what an action may have changed. */
export const cacheReads = (...reads: CacheRead[]) =>
  reads.map((read) => ["prompt-cache", read] as const);
