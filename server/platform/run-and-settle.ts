import "server-only";
import type { UpstreamCall } from "@/lib/audit/model";
import { type Settlement, settle } from "./audit";
import { AppError } from "./errors";
import { log } from "./log";

/** No action runs longer; the reconciler starts well after it. */
export const ACTION_TIMEOUT_MS = 45_000;

const RETRY_SETTLE_MS = [1_000, 4_000, 10_000];

/**
 * Runs `work` within `timeoutMs` and writes its outcome to the entry. Gives what `work` gave, or
 * throws what it threw: that the outcome could not be written changes nothing about what happened.
 */
export async function runAndSettle<Out>(
  entryId: string,
  ctx: { upstream: UpstreamCall[] },
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<Out>,
): Promise<Out> {
  const started = performance.now();
  const done = (settlement: Settlement) =>
    settleOrRetry(entryId, {
      ...settlement,
      upstream: ctx.upstream,
      durationMs: performance.now() - started,
    });
  try {
    const out = await within(timeoutMs, work);
    await done({ outcome: "applied" });
    return out;
  } catch (error) {
    await done(settlementOf(error));
    throw error;
  }
}

/** The ledger's word on an error. `throttled` is a failure upstream, not a refusal of the person's. */
export function settlementOf(error: unknown): Settlement {
  if (!(error instanceof Error) || error.name !== "AppError")
    return { outcome: "unknown", problemCode: "internal", message: "An unexpected error." };
  const { code, effect, message } = error as AppError;
  const told = { problemCode: code, message };
  if (effect === "unknown") return { outcome: "unknown", ...told };
  const notOurs = code === "upstream" || code === "internal" || code === "throttled";
  return { outcome: notOurs ? "failed" : "refused", ...told };
}

async function within<Out>(
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<Out>,
): Promise<Out> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        new AppError(
          "upstream",
          "It took too long to know whether this was done; the audit page will show the outcome.",
          { retryable: false, effect: "unknown" },
        ),
      );
      controller.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Tries again in the background; what then still has no outcome is the reconciler's. */
async function settleOrRetry(entryId: string, settlement: Settlement, attempt = 0): Promise<void> {
  try {
    await settle(entryId, settlement);
  } catch (error) {
    const wait = RETRY_SETTLE_MS[attempt];
    log().error({ error, entryId, attempt }, "an outcome could not be recorded");
    if (wait === undefined) return;
    setTimeout(() => void settleOrRetry(entryId, settlement, attempt + 1), wait).unref();
  }
}
