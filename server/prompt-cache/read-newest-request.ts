import "server-only";
import type { NewestRequest } from "@/lib/prompt-cache/requests-topic";
import { now } from "@/server/platform/clock";
import { redis } from "@/server/redis";
import { recentKey } from "./counters/keys";
import { redisProblem } from "./entries/redis-problem";
import { knownNamespaces } from "./overview/known-namespaces";
import { KEPT_MS } from "./read-requests";

/**
 * Where the newest kept request of a namespace stands, or of all: one id each, nothing of what was asked.
 * @throws AppError upstream
 */
export async function readNewestRequest(namespace: string | undefined): Promise<NewestRequest> {
  try {
    const namespaces =
      namespace === undefined
        ? (await knownNamespaces(now().getTime() - KEPT_MS)).counted
        : [namespace];
    const newest = await Promise.all(
      namespaces.map(async (name) => {
        const [found] = await redis().xrevrange(recentKey(name), "+", "-", "COUNT", 1);
        return found && `${found[0]}:${name}`;
      }),
    );
    const [first] = newest.filter((at) => at !== undefined).sort(laterFirst);
    return first === undefined ? {} : { newest: first };
  } catch (error) {
    throw redisProblem(error, "New requests appear again when it does");
  }
}

/** `<unix ms>-<number>:<namespace>`, of which the milliseconds have one length for centuries. */
const laterFirst = (one: string, other: string): number => (one < other ? 1 : -1);
