import type { Child } from "../../scripts/processes/start-child.ts";

/** A server that a test can take away and bring back on the same address. */
export interface Restartable {
  /** Its process number now. */
  pid(): number;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
  /** `kill -9`, and waits until it is gone. */
  kill(): Promise<void>;
  /** Brings it back and waits until it answers. */
  start(): Promise<void>;
  /** Lets it hang, connected but silent, and go on. */
  freeze(): void;
  thaw(): void;
}

/** Starts a server and keeps the way to start it again. */
export async function restartable(launch: () => Promise<Child>): Promise<Restartable> {
  let child = await launch();
  const signal = (name: NodeJS.Signals) => process.kill(child.pid, name);
  return {
    pid: () => child.pid,
    stop: async () => {
      if (!child.end()) await child.stop();
    },
    kill: async () => {
      if (child.end()) return;
      signal("SIGKILL");
      await child.ended;
    },
    start: async () => {
      if (!child.end()) await child.stop();
      child = await launch();
    },
    freeze: () => void signal("SIGSTOP"),
    thaw: () => void signal("SIGCONT"),
  };
}
