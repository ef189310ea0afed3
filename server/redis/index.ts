import "server-only";
import { Redis } from "ioredis";
import { env } from "@/server/platform/env";
import { held } from "@/server/platform/held";
import { log } from "@/server/platform/log";
import { type RedisCommands, redisCommands } from "./commands";

/** Reconnects for ever, at most 2 s apart, so that a Redis that comes back is found by itself. */
const retryStrategy = (times: number): number => Math.min(100 * times, 2_000);

/** Says once that Redis is away and once that it is back, not at every attempt. */
function tell(client: Redis, name: string): Redis {
  let away = false;
  client.on("error", (error) => {
    if (!away) log().warn({ error, connection: name }, "Redis does not answer");
    away = true;
  });
  client.on("ready", () => {
    if (away) log().info({ connection: name }, "Redis answers again");
    away = false;
  });
  return client;
}

/**
 * The shared connection for commands. Never throws by itself; a command fails at once while Redis
 * is away and within 1 s when it is silent: catch, and go on without.
 */
export function redis(): Redis {
  return held("redis.commands", () =>
    tell(
      new Redis(env().REDIS_URL, {
        connectionName: "switchyard",
        connectTimeout: 1_000,
        commandTimeout: 1_000,
        enableOfflineQueue: false,
        maxRetriesPerRequest: 0,
        retryStrategy,
      }),
      "commands",
    ),
  );
}

/**
 * Commands with bytes over a connection of their own, which keeps the time for all of them at once:
 * what is asked thousands of times a second. They fail as those of `redis()` do; what is sent
 * before the connection is there waits for it.
 */
export const redisBytes = (): RedisCommands =>
  held("redis.bytes", () => {
    const client = new Redis(env().REDIS_URL, {
      connectionName: "switchyard-bytes",
      connectTimeout: 1_000,
      maxRetriesPerRequest: 0,
      retryStrategy,
    });
    return redisCommands(tell(client, "bytes"), 1_000);
  });

/**
 * A connection of its own for SUBSCRIBE or blocking commands; subscriptions come back by themselves
 * after a break. The caller ends it with `disconnect()`.
 */
export function redisConnection(name: string): Redis {
  return tell(
    new Redis(env().REDIS_URL, {
      connectionName: `switchyard-${name}`,
      connectTimeout: 1_000,
      maxRetriesPerRequest: null,
      autoResubscribe: true,
      retryStrategy,
    }),
    name,
  );
}

/** True when a PING is answered within its time. */
export const redisAnswers = (): Promise<boolean> =>
  redis()
    .ping()
    .then(
      () => true,
      () => false,
    );
