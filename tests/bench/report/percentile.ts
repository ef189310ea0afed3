/**
 * The smallest sample that at least `share` of all samples do not exceed (nearest rank), e.g. 0.95.
 * @throws when there is no sample: a figure of nothing must not look like one
 */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (found === undefined || sorted.some((one) => !Number.isFinite(one)))
    throw new Error("Nothing was measured.");
  return found;
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);
