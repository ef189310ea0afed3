import type { Actor } from "../model.ts";
import { Refusal } from "./refuse.ts";

export type Resource = "core" | "graphql";

export interface RateLimits {
  /** Counts a request. Throws 403 with GitHub's headers when there were too many. */
  take(actor: Actor, resource: Resource): void;
  read(actor: Actor, resource: Resource): Rate;
  /** What a request cost is given back: an unchanged answer is free for who said who it is. */
  giveBack(actor: Actor, resource: Resource): void;
}

export interface Rate {
  limit: number;
  remaining: number;
  used: number;
  /** Unix time in seconds. */
  reset: number;
}

const HOUR_MS = 3_600_000;

/** Counts per token and hour as GitHub does: 5,000, and 60 for who does not say who it is. In memory. */
export function createRateLimits(): RateLimits {
  const windows = new Map<string, { used: number; ends: number }>();
  const windowOf = (actor: Actor, resource: Resource) => {
    const who = "key" in actor ? actor.key : actor.kind;
    const key = `${resource} ${who}`;
    const known = windows.get(key);
    if (known && known.ends > Date.now()) return known;
    const fresh = { used: 0, ends: Date.now() + HOUR_MS };
    windows.set(key, fresh);
    return fresh;
  };
  const read = (actor: Actor, resource: Resource): Rate => {
    const { used, ends } = windowOf(actor, resource);
    const limit = actor.kind !== "nobody" ? 5_000 : resource === "core" ? 60 : 0;
    const reset = Math.ceil(ends / 1000);
    return { limit, used: Math.min(used, limit), remaining: Math.max(0, limit - used), reset };
  };
  return {
    read,
    take(actor, resource) {
      const rate = read(actor, resource);
      if (rate.remaining === 0) {
        const who = "login" in actor ? `user ${actor.login}` : "127.0.0.1";
        throw new Refusal(
          403,
          `API rate limit exceeded for ${who}.`,
          {},
          headersOf(rate, resource),
        );
      }
      windowOf(actor, resource).used++;
    },
    giveBack(actor, resource) {
      const window = windowOf(actor, resource);
      if (actor.kind !== "nobody" && window.used > 0) window.used--;
    },
  };
}

export const headersOf = (rate: Rate, resource: Resource): Record<string, string> => ({
  "x-ratelimit-limit": String(rate.limit),
  "x-ratelimit-remaining": String(rate.remaining),
  "x-ratelimit-used": String(rate.used),
  "x-ratelimit-reset": String(rate.reset),
  "x-ratelimit-resource": resource,
});
