import "server-only";
import { isAppError } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import { HopelessError } from "./events";

/** The state machine tries again what failed by this name. */
export class PassingError extends Error {
  override name = "PassingError";
}

/**
 * Runs a step as the state machine wants it: an error's name says whether to try again, its message is
 * one sentence without secrets. What was not foreseen is logged and tried again.
 */
export async function asStep<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HopelessError) throw error;
    log().warn({ error }, "a step of an AMI update failed");
    if (!isAppError(error)) throw new PassingError("The step failed; the function's log says why.");
    throw error.retryable ? new PassingError(error.message) : new HopelessError(error.message);
  }
}
