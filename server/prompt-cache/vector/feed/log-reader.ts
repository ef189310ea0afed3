import "server-only";
import type { IndexRedis, RedisClient } from "../indexes";
import { LazyConnection } from "./connections";
import { type LogEvent, parseEvents } from "./log-event";
import { withDeadline } from "./with-deadline";

/** One stream that is followed. */
export interface Follower {
  key: string;
  /** Id of the last entry that was applied. */
  cursor: string;
  /** In order; the next read waits for it. */
  apply(events: LogEvent[]): Promise<void>;
  /** Events may be missing: what is held must be read anew. The follower is not followed any more. */
  lost(): void;
}

const COUNT = 1_000;
const BLOCK_MS = 1_000;
const SILENT_MS = 5_000;
const RETRY_MS = 250;
/** How often the streams are looked at even if nothing happened: someone may have flushed them. */
const CHECK_MS = 30_000;

/** Follows the logs of all namespaces on one connection of its own. */
export class LogReader {
  #followers = new Set<Follower>();
  #connection: LazyConnection;
  #running = false;
  #check = false;
  #broke = false;
  #checkedAt = Date.now();

  constructor(connect: IndexRedis["connect"]) {
    this.#connection = new LazyConnection(connect, "prompt-index-log", (again) => {
      // The streams may be others: a restart empties Redis, a failover loses the last writes.
      this.#check = true;
      this.#broke ||= again;
    });
  }

  follow(follower: Follower): void {
    this.#followers.add(follower);
    if (!this.#running) void this.#run();
  }

  unfollow(follower: Follower): void {
    this.#followers.delete(follower);
  }

  close(): void {
    this.#followers.clear();
    this.#connection.end();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#followers.size > 0) {
      try {
        await this.#readOnce(this.#connection.get());
      } catch {
        // The connection comes back by itself; it has told the log already.
        if (this.#followers.size > 0) await pause(RETRY_MS);
      }
    }
    this.#running = false;
    this.#connection.end();
  }

  async #readOnce(redis: RedisClient): Promise<void> {
    if (this.#check || Date.now() - this.#checkedAt > CHECK_MS) await this.#checkAll(redis);
    const followed = [...this.#followers];
    if (followed.length === 0) return;
    const reply = await withDeadline(
      redis,
      redis.xread(
        ...(["COUNT", COUNT, "BLOCK", BLOCK_MS, "STREAMS"] as const),
        ...followed.map(({ key }) => key),
        ...followed.map(({ cursor }) => cursor),
      ),
      BLOCK_MS + SILENT_MS,
    );
    // The connection broke while it waited: what came may follow a gap. It is read again after the check.
    if (this.#check || !reply) return;
    const entries = new Map(reply);
    for (const follower of followed) {
      const found = entries.get(follower.key);
      if (found && this.#followers.has(follower)) await this.#deliver(redis, follower, found);
    }
  }

  async #deliver(redis: RedisClient, follower: Follower, entries: [string, string[]][]) {
    // A whole batch means that it fell behind; with the place it stood at, events may have been trimmed.
    if (entries.length === COUNT && !(await this.#isIntact(redis, follower))) {
      this.#lose(follower);
      return;
    }
    await follower.apply(entries.flatMap(([, fields]) => parseEvents(fields)));
    follower.cursor = entries.at(-1)?.[0] ?? follower.cursor;
  }

  async #checkAll(redis: RedisClient): Promise<void> {
    const [check, broke] = [this.#check, this.#broke];
    this.#check = this.#broke = false;
    this.#checkedAt = Date.now();
    try {
      for (const follower of [...this.#followers]) {
        // A stream that was empty says nothing of itself; after a break it is read anew to be sure.
        if (follower.cursor === START && !broke) continue;
        if (!(await this.#isIntact(redis, follower))) this.#lose(follower);
      }
    } catch (error) {
      this.#check ||= check;
      this.#broke ||= broke;
      throw error;
    }
  }

  /** Whether the entry it stood at is still there, and with it all that came after. */
  async #isIntact(redis: RedisClient, { key, cursor }: Follower): Promise<boolean> {
    const at = await withDeadline(redis, redis.xrange(key, cursor, cursor), SILENT_MS);
    return at.length > 0;
  }

  #lose(follower: Follower): void {
    this.#followers.delete(follower);
    follower.lost();
  }
}

/** Cursor of a stream in which nothing is. */
export const START = "0-0";

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
