import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import type { RawAnswer, RawCall, SendRaw } from "./raw";
import { isUnreached } from "./send-raw";

export interface RetryLimits {
  /** Calls in all, the first included. Clients repeat too: few are enough. */
  attempts: number;
  /** The n-th wait is drawn between 0 and `baseMs · 2ⁿ`, at most `maxWaitMs`. */
  baseMs: number;
  maxWaitMs: number;
}

export const RETRY_LIMITS: RetryLimits = { attempts: 3, baseMs: 150, maxWaitMs: 3_000 };

/** Throttles and faults of the service pass; a model's time-out (408) was paid for and is not repeated. */
const REPEATED = new Set([429, 500, 502, 503, 504]);

/**
 * Repeats a call that met a broken connection, a throttle or a fault of the service, with full jitter
 * and before any byte of an answer was passed on. A `Retry-After` longer than it would wait ends it:
 * that answer is the client's to heed.
 */
export function retrying(send: SendRaw, limits: RetryLimits = RETRY_LIMITS): SendRaw {
  return async (call) => {
    for (let attempt = 1; ; attempt++) {
      const last = attempt >= limits.attempts;
      try {
        const answer = await send(call);
        const wait = waitBefore(attempt, answer, limits);
        if (last || !REPEATED.has(answer.status) || wait > limits.maxWaitMs) return answer;
        await drain(answer);
        await pause(wait, call);
      } catch (error) {
        if (last || call.signal?.aborted || !isUnreached(error)) throw error;
        await pause(jitter(attempt, limits), call);
      }
    }
  };
}

const jitter = (attempt: number, limits: RetryLimits): number =>
  Math.random() * Math.min(limits.maxWaitMs, limits.baseMs * 2 ** attempt);

/** Milliseconds; what the answer asks for counts when it is longer than the jitter. */
function waitBefore(attempt: number, answer: RawAnswer, limits: RetryLimits): number {
  const told = answer.headers["retry-after"];
  if (told === undefined) return jitter(attempt, limits);
  const seconds = Number(told);
  const asked = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(told) - Date.now();
  return Math.max(Number.isFinite(asked) ? asked : 0, jitter(attempt, limits));
}

const pause = (ms: number, call: RawCall): Promise<void> =>
  delay(ms, undefined, { signal: call.signal });

/** Read to its end, so that the connection serves the next call. */
async function drain(answer: RawAnswer): Promise<void> {
  try {
    for await (const _ of answer.body);
  } catch {
    // The connection broke; the next call opens another.
  }
}
