import "server-only";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { held } from "@/server/platform/held";
import { redis } from "@/server/redis";
import { DoorError } from "./door-error";

const WINDOW_SECONDS = 60;

/** Requests that this process may still let through without asking Redis. */
interface Lease {
  left: number;
  /** Unix milliseconds; the window in Redis begins anew then. */
  until: number;
}

const leases = () => held("prompt-cache.leases", () => new Map<string, Lease>());

/** Counts in Redis for all processes; while Redis is away each process counts for itself. */
function limiter(points: number): RateLimiterRedis {
  return held(`prompt-cache.rate.${points}`, () => {
    const limits = { keyPrefix: "pc:rate", points, duration: WINDOW_SECONDS };
    return new RateLimiterRedis({
      ...limits,
      storeClient: redis(),
      insuranceLimiter: new RateLimiterMemory(limits),
    });
  });
}

/**
 * Takes one request of the key's minute. A process takes a hundredth of the rate from Redis at a
 * time, so that an exact hit stays one round trip; at the edge the count is off by that much at most.
 * @throws DoorError throttled, with the seconds until the next minute begins
 */
export async function takeRequest(keyId: string, ratePerMinute: number): Promise<void> {
  const lease = leases().get(keyId);
  if (lease && lease.left > 0 && Date.now() < lease.until) {
    lease.left -= 1;
    return;
  }
  const share = Math.max(1, Math.floor(ratePerMinute / 100));
  try {
    const { msBeforeNext } = await limiter(ratePerMinute).consume(keyId, share);
    const until = Date.now() + msBeforeNext;
    // Several requests may have asked at once; each brought a share.
    const rest = leases().get(keyId);
    const kept = rest && Date.now() < rest.until ? rest.left : 0;
    leases().set(keyId, { left: kept + share - 1, until });
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const retryAfter = Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
    throw new DoorError(
      "throttled",
      `Too many requests: this key may send ${ratePerMinute} a minute. Try again in ${retryAfter} s.`,
      { retryAfter },
    );
  }
}
