import "server-only";
import { once } from "node:events";
import { Redis } from "ioredis";

/** Reconnects for ever, at most 2 s apart, so that a Redis that comes back is found by itself. */
export const retryStrategy = (times: number): number => Math.min(100 * times, 2_000);

/**
 * A connection for commands, for processes without a console's settings. A command fails at once
 * while Redis is away and within 1 s when it is silent. `rediss://` is TLS.
 */
export function openRedis(url: string, onTrouble: (error: Error) => void): Redis {
  const client = new Redis(url, {
    connectionName: "switchyard-function",
    connectTimeout: 1_000,
    commandTimeout: 1_000,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy,
  });
  client.on("error", onTrouble);
  return client;
}

/** A connection of its own that waits while Redis is away; the caller ends it with `disconnect()`. */
export function openWaitingRedis(url: string, name: string, onTrouble: (error: Error) => void) {
  const client = new Redis(url, {
    connectionName: `switchyard-${name}`,
    connectTimeout: 1_000,
    maxRetriesPerRequest: null,
    retryStrategy,
  });
  client.on("error", onTrouble);
  return client;
}

/** Waits until commands can be sent, at most so long; then whoever asks goes on without. */
export async function untilReady(client: Redis, timeoutMs: number): Promise<void> {
  if (client.status === "ready") return;
  const signal = AbortSignal.timeout(timeoutMs);
  await once(client, "ready", { signal }).catch(() => undefined);
}
