import "server-only";
import { wakeTopics } from "@/server/live/hub";
import { isAppError } from "@/server/platform/errors";
import { held } from "@/server/platform/held";
import { log } from "@/server/platform/log";
import { onShutdown } from "@/server/platform/shutdown";
import { redis } from "@/server/redis";
import type { AmiParts } from "../contracts";
import { followUpdates } from "../follow-updates";
import { onLookAgain } from "./look-again";
import { startOnSchedule } from "./start-on-schedule";

const EVERY_MS = 10_000;
/** Who is asked to look at once waits for a pass of another process to end. */
const WAIT_MS = 60_000;
const LAST_PASS = "ami-updates:last-pass";

export interface Follower {
  /** Resolves when the pass that is under way has ended; no other begins. */
  stop(): Promise<void>;
}

/**
 * Follows updates for as long as the process runs: a pass each 10 s in one of all processes, and at
 * once after `lookAgain`. @param schedule looks for new images by itself, where no state machine does
 */
export function startFollowing(parts: () => AmiParts, options: { schedule: boolean }): Follower {
  return held("ami.follower", () => {
    const follower = new Loop(parts, options.schedule);
    const forget = onShutdown(() => follower.stop());
    return {
      stop: async () => {
        forget();
        await follower.stop();
      },
    };
  });
}

class Loop implements Follower {
  readonly #parts: () => AmiParts;
  readonly #schedule: boolean;
  readonly #deaf: () => void;
  #timer: NodeJS.Timeout | undefined;
  #pass: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(parts: () => AmiParts, schedule: boolean) {
    this.#parts = parts;
    this.#schedule = schedule;
    this.#deaf = onLookAgain(() => this.#run(true));
    this.#run(false);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#deaf();
    clearTimeout(this.#timer);
    await this.#pass;
  }

  /** One pass at a time; asked for again while one runs, another follows. */
  #run(asked: boolean): void {
    if (this.#stopped) return;
    if (this.#pass) {
      this.#again ||= asked;
      return;
    }
    clearTimeout(this.#timer);
    this.#pass = this.#look(asked).finally(() => {
      this.#pass = undefined;
      const again = this.#again;
      this.#again = false;
      if (this.#stopped) return;
      if (again) this.#run(true);
      else {
        this.#timer = setTimeout(() => this.#run(false), EVERY_MS);
        this.#timer.unref();
      }
    });
  }

  async #look(asked: boolean): Promise<void> {
    const parts = this.#parts();
    try {
      await parts.store.exclusively(
        "follow",
        async () => {
          if (!asked && !(await isOurTurn())) return;
          if (this.#schedule) await startOnSchedule(parts);
          const { changed } = await followUpdates(parts);
          if (changed || asked) wakeTopics(["ami-updates/*", "inbox"]);
        },
        asked ? WAIT_MS : 0,
      );
    } catch (error) {
      // Another process is at it.
      if (isAppError(error) && error.code === "conflict") return;
      log().warn({ error }, "AMI updates could not be followed");
    }
  }
}

/** Several processes share the passes. Without Redis each takes its own: more looks, no harm. */
async function isOurTurn(): Promise<boolean> {
  try {
    return (await redis().set(LAST_PASS, "1", "PX", EVERY_MS - 1_000, "NX")) === "OK";
  } catch {
    return true;
  }
}
