import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";

/**
 * Keeps this process, and all that it starts from now on, on one core. Otherwise figures of some
 * microseconds show which core the scheduler woke Redis on: one that slept makes a GET take up to
 * four times as long. Gives a sentence for the figures, and the way back.
 */
export function onOneCore(): { note: string; release(): void } {
  const keep = (cores: string) =>
    execFileSync("taskset", ["-acp", cores, String(process.pid)], { stdio: "ignore" });
  const cores = availableParallelism();
  try {
    keep(String(cores - 1));
  } catch {
    return { note: "On any core, as the scheduler chose.", release: () => undefined };
  }
  return {
    note: "Redis, the model and the programs on one core, so that no choice of the scheduler is measured.",
    release: () => keep(`0-${cores - 1}`),
  };
}
