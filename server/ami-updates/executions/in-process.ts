import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { isAppError } from "@/server/platform/errors";
import { held } from "@/server/platform/held";
import { log } from "@/server/platform/log";
import type { AmiParts, Executions, UpdateRun } from "../contracts";
import { executionName } from "./execution-name";
import { runSteps } from "./run-steps";

const running = () => held("ami.executions", () => new Map<string, Promise<void>>());

/** As the state machine retries: twice more, after 2 and 8 s. */
const RETRY_MS = [2_000, 8_000];

/**
 * The state machine's steps in this process, one run of a target at a time in all processes. What a
 * process leaves behind when it dies, `followUpdates` takes up again.
 */
export const inProcess = (parts: () => AmiParts, retryMs = RETRY_MS): Executions => ({
  start: async (run) => {
    const name = executionName(run);
    if (running().has(name)) return { started: false };
    const work = runAll(parts(), run, retryMs)
      .catch((error) => log().error({ error, name }, "an AMI update could not be run"))
      .finally(() => running().delete(name));
    running().set(name, work);
    return { started: true };
  },
});

/** Resolves when nothing runs in this process any more. */
export async function executionsDone(): Promise<void> {
  while (running().size > 0) await Promise.allSettled(running().values());
}

async function runAll(parts: AmiParts, run: UpdateRun, retryMs: number[]): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await parts.store.exclusively(
        `run:${run.cluster}/${run.nodeClass}`,
        () => runSteps(parts, run),
        60_000,
      );
      return;
    } catch (error) {
      const wait = retryMs[attempt];
      const hopeless = isAppError(error) && !error.retryable;
      log().warn({ error, attempt, cluster: run.cluster }, "a step of an AMI update failed");
      if (hopeless || wait === undefined) return;
      await sleep(wait, undefined, { ref: false });
    }
  }
}
