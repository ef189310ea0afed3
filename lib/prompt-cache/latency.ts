/**
 * Latency histograms of 20 log₂ buckets. The first holds what took less than 64 µs, each further one
 * twice as much, the last everything from 16.8 s on.
 */
export const LATENCY_BUCKETS = 20;
const FIRST_EDGE_US = 64;

/** Upper edge of a bucket in milliseconds; the last one has none and is taken to be as wide as its scale. */
export const upperEdgeMs = (bucket: number): number => (FIRST_EDGE_US * 2 ** bucket) / 1000;

/** The bucket of a time in milliseconds. Nonsense (NaN, negative) counts as the shortest. */
export function latencyBucket(ms: number): number {
  const us = ms * 1000;
  if (!(us >= FIRST_EDGE_US)) return 0;
  if (us >= FIRST_EDGE_US * 2 ** (LATENCY_BUCKETS - 2)) return LATENCY_BUCKETS - 1;
  // The position of the highest bit; 64 is 2⁶. Below 2³¹ µs by the line above.
  return 31 - Math.clz32(us) - 5;
}

/**
 * The time below which the share `q` (0 to 1) of what was counted stayed, in milliseconds;
 * undefined when nothing was counted. Interpolated within its bucket, so off by at most twofold.
 */
export function percentileMs(counts: ArrayLike<number>, q: number): number | undefined {
  let total = 0;
  for (let at = 0; at < counts.length; at += 1) total += counts[at] ?? 0;
  if (total <= 0) return undefined;
  const rank = Math.min(Math.max(q, 0), 1) * total;
  let below = 0;
  for (let at = 0; at < counts.length; at += 1) {
    const count = counts[at] ?? 0;
    if (count === 0) continue;
    if (below + count >= rank) {
      const low = at === 0 ? 0 : upperEdgeMs(at - 1);
      return low + ((rank - below) / count) * (upperEdgeMs(at) - low);
    }
    below += count;
  }
  return upperEdgeMs(counts.length - 1);
}
