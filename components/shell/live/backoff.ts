const FIRST_MS = 500;
const MOST_MS = 15_000;

/**
 * Milliseconds before attempt `attempt` (from 0): doubling to 15 s, of which the half is chance, so
 * that all the browsers of a restarted console do not come back at the same moment.
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(full / 2 + (full / 2) * random());
}
