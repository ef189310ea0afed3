import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface Warden {
  /** Tells the warden that nothing is left to watch, and waits until it is gone. */
  dismiss(): Promise<void>;
}

/** Starts the process that cleans up after us if we are killed. It is not marked: it must survive its own sweep. */
export function startWarden(stateDir: string): Warden {
  const script = fileURLToPath(new URL("warden.ts", import.meta.url));
  const child = spawn(process.execPath, [script, stateDir], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    cwd: "/",
  });
  child.on("error", () => {});
  child.unref();
  return {
    dismiss: async () => {
      if (child.exitCode !== null || child.signalCode !== null || !child.pid) return;
      child.ref();
      const exit = once(child, "exit");
      child.kill("SIGTERM");
      await exit;
    },
  };
}
