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

/** Shares on their way from Redis, by key: requests that come meanwhile wait for them, or each would take one. */
const fetches = () => held("prompt-cache.lease-fetches", () => new Map<string, Promise<void>>());

/**
 * Takes one request of the key's minute. A process takes a hundredth of the rate from Redis at a
 * time, so that an exact hit stays one round trip; at the edge the count is off by that much at most.
 * @throws DoorError throttled, with the seconds until the next minute begins
 */
export async function takeRequest(keyId: string, ratePerMinute: number): Promise<void> {
  while (!takeOfLease(keyId)) {
    let fetching = fetches().get(keyId);
    if (!fetching) {
      fetching = fetchShare(keyId, ratePerMinute).finally(() => fetches().delete(keyId));
      fetches().set(keyId, fetching);
    }
    await fetching;
  }
}

function takeOfLease(keyId: string): boolean {
  const lease = leases().get(keyId);
  if (!lease || lease.left < 1 || Date.now() >= lease.until) return false;
  lease.left -= 1;
  return true;
}

async function fetchShare(keyId: string, ratePerMinute: number): Promise<void> {
  const share = Math.max(1, Math.floor(ratePerMinute / 100));
  try {
    const { msBeforeNext } = await limiter(ratePerMinute).consume(keyId, share);
    leases().set(keyId, { left: share, until: Date.now() + msBeforeNext });
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
