import "server-only";
import type { Cluster, Redis } from "ioredis";

/** One command with its arguments, as redis-cli takes it. */
export type RedisCommand = [name: string, ...args: (string | number | Buffer)[]];

/** What a command answers, bulk strings as bytes. */
export type RedisReply = Buffer | number | null | RedisReply[];

/** The few ways in which features talk to Redis with bytes. Every method rejects when Redis does not answer. */
export interface RedisCommands {
  /** One `GET`; bytes as they are stored. */
  get(key: string): Promise<Buffer | null>;
  /** Several commands in one round trip, each on its own: a failed one gives its `Error` in its place. */
  batch(commands: RedisCommand[]): Promise<(RedisReply | Error)[]>;
  /** MULTI … EXEC over keys of one hash tag: all or nothing. */
  atomic(commands: RedisCommand[]): Promise<RedisReply[]>;
  /** A Lua script over keys of one hash tag. */
  run(script: string, keys: string[], args: (string | number | Buffer)[]): Promise<RedisReply>;
}

/** The commands over one connection or cluster; it stays the caller's to close. */
export function redisCommands(client: Redis | Cluster): RedisCommands {
  const exec = async (commands: RedisCommand[], kind: "pipeline" | "multi") => {
    const queue = client[kind]();
    for (const [name, ...args] of commands) queue.callBuffer(name, args);
    return ((await queue.exec()) ?? []) as [Error | null, RedisReply][];
  };
  return {
    get: (key) => client.getBuffer(key),
    batch: async (commands) =>
      (await exec(commands, "pipeline")).map(([error, reply]) => error ?? reply),
    atomic: async (commands) =>
      (await exec(commands, "multi")).map(([error, reply]) => {
        if (error) throw error;
        return reply;
      }),
    run: async (script, keys, args) =>
      (await client.callBuffer("EVAL", [script, keys.length, ...keys, ...args])) as RedisReply,
  };
}
