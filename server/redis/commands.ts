import "server-only";
import { type Cluster, Command, type Redis } from "ioredis";
import { type Deadlines, deadlines } from "./deadlines";

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

/** For a connection that keeps the time itself. */
const NEVER: Deadlines = { add: () => undefined, remove: () => undefined };

/**
 * The commands over one connection or cluster; it stays the caller's to close.
 * @param timeoutMs for a connection without ioredis' `commandTimeout`: how long a command may take
 */
export function redisCommands(client: Redis | Cluster, timeoutMs?: number): RedisCommands {
  const { add, remove } = timeoutMs === undefined ? NEVER : deadlines(timeoutMs);
  const within = <T>(work: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const waiting = { reject };
      add(waiting);
      work()
        .then(resolve, reject)
        .finally(() => remove(waiting));
    });
  const exec = async (commands: RedisCommand[], kind: "pipeline" | "multi") => {
    const queue = client[kind]();
    for (const [name, ...args] of commands) queue.callBuffer(name, args);
    return ((await within(() => queue.exec())) ?? []) as [Error | null, RedisReply][];
  };
  // The command itself, because it can be told that its time is over; and what ends it ends its
  // deadline, because one more promise in between is a hundredth of a GET.
  const send = (command: Command): Promise<RedisReply> => {
    const { resolve, reject } = command;
    command.resolve = (reply) => {
      remove(command);
      resolve(reply);
    };
    command.reject = (error) => {
      remove(command);
      reject(error);
    };
    add(command);
    return client.sendCommand(command) as Promise<RedisReply>;
  };
  const alone = ([name, ...args]: RedisCommand): Promise<RedisReply | Error> =>
    send(new Command(name, args, { replyEncoding: null })).catch((error: Error) => {
      if (error.name === "ReplyError") return error;
      throw error;
    });
  return {
    get: (key) =>
      send(new Command("get", [key], { replyEncoding: null })) as Promise<Buffer | null>,
    batch: async (commands) => {
      const [first, second] = commands;
      // On its own a command needs no queue.
      if (first && !second) return [await alone(first)];
      return (await exec(commands, "pipeline")).map(([error, reply]) => error ?? reply);
    },
    atomic: async (commands) =>
      (await exec(commands, "multi")).map(([error, reply]) => {
        if (error) throw error;
        return reply;
      }),
    run: (script, keys, args) =>
      send(new Command("eval", [script, keys.length, ...keys, ...args], { replyEncoding: null })),
  };
}
