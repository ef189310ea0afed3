/** `0.942`; cut, not rounded, so that a score never looks like a threshold that it did not reach. */
export const formatScore = (score: number): string =>
  (Math.floor(Number((score * 1_000).toFixed(6))) / 1_000).toFixed(3);
