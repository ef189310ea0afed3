import { setTimeout as delay } from "node:timers/promises";

/**
 * Asks `probe` again and again until it gives a truthy value, which is returned.
 * Throws with `what` in the sentence when `timeoutMs` has passed.
 */
export async function waitUntil<T>(
  what: string,
  probe: () => T | Promise<T>,
  { timeoutMs = 30_000, everyMs = 50 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<NonNullable<T>> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value) return value as NonNullable<T>;
    if (Date.now() > deadline) {
      throw new Error(`${what} did not happen within ${Math.round(timeoutMs / 1000)} s.`);
    }
    await delay(everyMs);
  }
}
