import "server-only";
import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { redis } from "@/server/redis";
import { held } from "./held";

const WINDOW_SECONDS = 15 * 60;
/** Wrong passwords within the window: for one account, and from one address. */
export const ACCOUNT_ATTEMPTS = 10;
export const ADDRESS_ATTEMPTS = 50;

/** Counts in Redis for all processes; while Redis is away each process counts for itself. */
function limiter(keyPrefix: string, points: number): RateLimiterRedis {
  return held(`throttle.${keyPrefix}`, () => {
    const limits = { keyPrefix: `switchyard:${keyPrefix}`, points, duration: WINDOW_SECONDS };
    return new RateLimiterRedis({
      ...limits,
      storeClient: redis(),
      insuranceLimiter: new RateLimiterMemory(limits),
    });
  });
}

const byAccount = () => limiter("sign-in-account", ACCOUNT_ATTEMPTS);
const byAddress = () => limiter("sign-in-address", ADDRESS_ATTEMPTS);

/**
 * Who is counted as one visitor: an IPv4 address, or the /64 network of an IPv6 address, of which
 * every household has more addresses than there are guesses.
 */
export function visitorOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address;
  const [head = "", tail] = (address.split("%")[0] ?? "").toLowerCase().split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail?.split(":").filter(Boolean) ?? [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(zeros).fill("0"), ...right];
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(":")}::/64`;
}

/** Addresses and accounts are hashed, so that Redis holds no list of who tried to come in. */
const keyOf = (text: string) => createHash("sha256").update(text).digest("base64url").slice(0, 22);

/** Seconds to wait, or undefined: go on. Counted before the password is looked at, so that guesses side by side count too. */
export async function takeAttempt(account: string, address: string): Promise<number | undefined> {
  const waits = await Promise.all([
    consume(byAddress(), keyOf(visitorOf(address))),
    consume(byAccount(), keyOf(account)),
  ]);
  const wait = Math.max(...waits);
  return wait > 0 ? wait : undefined;
}

/** The password was right: the account starts anew and the address gets its attempt back. */
export async function forgiveAttempt(account: string, address: string): Promise<void> {
  await Promise.all([
    byAccount().delete(keyOf(account)),
    byAddress().reward(keyOf(visitorOf(address)), 1),
  ]).catch(() => undefined);
}

async function consume(limit: RateLimiterRedis, key: string): Promise<number> {
  try {
    await limit.consume(key, 1);
    return 0;
  } catch (refused) {
    if (refused instanceof RateLimiterRes)
      return Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
    throw refused;
  }
}
