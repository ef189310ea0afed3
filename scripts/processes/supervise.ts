import { setTimeout as delay } from "node:timers/promises";
import type { Say } from "../setup/say.ts";
import { type Child, obituary } from "./start-child.ts";

export interface Supervised {
  /** Ends the service for good and waits for it. */
  stop(): Promise<void>;
}

/** More deaths than this within a minute, and restarting is no help any more. */
const DEATHS_PER_MINUTE = 3;

/**
 * Keeps a service running: when its process ends although nobody asked, that is said with its last log lines
 * and `start` is called again. When it keeps dying, or does not start again, `giveUp` is called.
 */
export function supervise(
  first: Child,
  start: () => Promise<Child>,
  say: Say,
  giveUp: (why: string) => void,
): Supervised {
  let stopping = false;
  let current = first;
  let deaths: number[] = [];
  const watch = async () => {
    while (!stopping) {
      await current.ended;
      if (stopping) return;
      say(obituary(current));
      deaths = [...deaths, Date.now()].filter((at) => at > Date.now() - 60_000);
      if (deaths.length > DEATHS_PER_MINUTE) {
        giveUp(`${current.name} ended ${deaths.length} times within a minute.`);
        return;
      }
      await delay(500);
      if (stopping) return;
      current = await start();
      say(`${current.name} is running again`);
    }
  };
  const watching = watch().catch((error: Error) => giveUp(error.message));
  return {
    stop: async () => {
      stopping = true;
      await current.stop();
      await watching;
      await current.stop();
    },
  };
}
