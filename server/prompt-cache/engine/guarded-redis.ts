import "server-only";
import type { RedisCommands } from "@/server/redis/commands";
import { watchLoop } from "./loop-watch";

/** Redis does not answer, or did not a moment ago. */
export class RedisAway extends Error {
  override name = "RedisAway";
}

export interface GuardedRedis extends RedisCommands {
  /** Ends the look for a Redis that is away. */
  close(): void;
}

/** Replies that say that the server is there and cannot serve. */
const NOT_SERVING = /^(LOADING|MASTERDOWN|CLUSTERDOWN|READONLY|NOAUTH|WRONGPASS)/;

/** An answer of a living Redis to one command: a full memory, a key of another type. */
export const isReply = (error: unknown): error is Error =>
  error instanceof Error && error.name === "ReplyError" && !NOT_SERVING.test(error.message);

/** The client's own clock ran out; the answer may have been there, unread. */
const isTimeout = (error: unknown): boolean =>
  error instanceof Error && error.message === "Command timed out";

/**
 * After a failure Redis is left alone and looked for in the background, so that one request waits
 * for a silent server and not every one. Failures are `RedisAway`; replies pass through. After a
 * time-out of a process that stood still itself a command is sent again: what is sent here bears that.
 */
export function guardedRedis(commands: RedisCommands, retryMs: number): GuardedRedis {
  const loop = watchLoop();
  let away = false;
  let timer: NodeJS.Timeout | undefined;

  const lookAgain = (): void => {
    timer = setTimeout(() => {
      commands.batch([["PING"]]).then(([reply]) => {
        if (reply instanceof Error) lookAgain();
        else away = false;
      }, lookAgain);
    }, retryMs);
    timer.unref();
  };
  const failed = (error: unknown): never => {
    if (isReply(error)) throw error;
    if (!away) {
      away = true;
      lookAgain();
    }
    throw new RedisAway("Redis does not answer.", { cause: error });
  };
  const guard = <A extends unknown[], R>(run: (...args: A) => Promise<R>) => {
    return (...args: A): Promise<R> => {
      if (away) return Promise.reject(new RedisAway("Redis does not answer."));
      return run(...args).catch((error: unknown) =>
        isTimeout(error) && loop.stoodStill() ? run(...args).catch(failed) : failed(error),
      );
    };
  };

  return {
    get: guard(commands.get),
    batch: guard(async (...args: Parameters<RedisCommands["batch"]>) => {
      const replies = await commands.batch(...args);
      const broken = replies.find((reply) => reply instanceof Error && !isReply(reply));
      if (broken) throw broken;
      return replies;
    }),
    atomic: guard(commands.atomic),
    run: guard(commands.run),
    close: () => {
      loop.close();
      clearTimeout(timer);
      away = true;
    },
  };
}
