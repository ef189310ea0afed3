import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import { freePort } from "../processes/free-port.ts";
import { type Child, obituary, startChild } from "../processes/start-child.ts";
import { waitUntil } from "../processes/wait-until.ts";

export interface RedisOptions {
  /** Absolute; holds the data, the record of the process and the log. */
  stateDir: string;
  password: string;
  /** Full path of redis-server. */
  command: string;
  /** Where to listen on 127.0.0.1; a free port when absent. */
  port?: number;
}

export interface RunningRedis {
  url: string;
  port: number;
  child: Child;
}

/** Starts a private Redis with an append-only file in the state directory, and waits until it answers. */
export async function startRedis({
  stateDir,
  password,
  command,
  port: wanted,
}: RedisOptions): Promise<RunningRedis> {
  const port = wanted ?? (await freePort());
  const folder = join(stateDir, "redis");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const config = join(folder, "redis.conf");
  // A file, because a password on the command line could be read by everybody on the machine.
  writeFileSync(config, settings(folder, port, password), { mode: 0o600 });
  const child = await startChild({
    name: "redis",
    command,
    args: [config],
    env: { PATH: process.env.PATH },
    cwd: folder,
    stateDir,
    logPath: join(stateDir, "logs", "redis.log"),
    order: 1,
  });
  const url = `redis://:${encodeURIComponent(password)}@127.0.0.1:${port}/0`;
  try {
    await waitUntil("Redis answering", () => answers(url, child));
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { url, port, child };
}

function settings(folder: string, port: number, password: string): string {
  return [
    "bind 127.0.0.1",
    `port ${port}`,
    `dir "${folder.replaceAll('"', '\\"')}"`,
    `requirepass ${password}`,
    "appendonly yes",
    "appendfsync everysec",
    'save ""',
    "daemonize no",
    "",
  ].join("\n");
}

async function answers(url: string, child: Child): Promise<boolean> {
  if (child.end()) throw new Error(obituary(child));
  const client = new Redis(url, {
    lazyConnect: true,
    retryStrategy: null,
    maxRetriesPerRequest: 0,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    return (await client.ping()) === "PONG";
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}
