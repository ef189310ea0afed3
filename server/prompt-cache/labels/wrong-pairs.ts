import "server-only";
import type { RedisCommands } from "@/server/redis/commands";
import type { WrongPairs } from "../engine/contracts";
import { namespaceTag } from "../engine/redis-keys";

/** The pairs of a namespace that a person called wrong; lives as long as the labels do. */
export const wrongKey = (namespace: string): string => `pc:{${namespaceTag(namespace)}}:wrong`;

/** Asks the set in Redis, for the engine wherever it runs. */
export const wrongPairsIn = (redis: RedisCommands): WrongPairs => ({
  among: async (namespace, pairIds) => {
    if (pairIds.length === 0) return new Set();
    const [reply] = await redis.batch([["SMISMEMBER", wrongKey(namespace), ...pairIds]]);
    if (reply instanceof Error) throw reply;
    const flags = Array.isArray(reply) ? reply : [];
    return new Set(pairIds.filter((_id, at) => flags[at] === 1));
  },
});
