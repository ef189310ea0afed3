import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import type { ModelPace } from "../../core/contracts.ts";

/** Near what a small hosted model takes. */
const USUAL: ModelPace = { latencyMs: 350, perTokenMs: 8, embedMs: 60, jitter: 0.2 };
const FAST: ModelPace = { latencyMs: 0, perTokenMs: 0, embedMs: 0, jitter: 0 };

export const PaceChange = z
  .strictObject({
    latencyMs: z.number().min(0).max(600_000),
    perTokenMs: z.number().min(0).max(10_000),
    embedMs: z.number().min(0).max(600_000),
    jitter: z.number().min(0).max(1),
  })
  .partial();

/** The pace of a new lab: what was asked for, else the usual one, else none with `LAB_PACE=fast`. */
export function startingPace(
  asked: Partial<ModelPace>,
  env: NodeJS.ProcessEnv = process.env,
): ModelPace {
  return { ...(env.LAB_PACE === "fast" ? FAST : USUAL), ...asked };
}

/** Waits about so long. Rejects when the client goes away. */
export async function pause(
  milliseconds: number,
  jitter: number,
  signal?: AbortSignal,
): Promise<void> {
  const about = milliseconds * (1 + jitter * (2 * Math.random() - 1));
  if (about >= 1) await wait(about, undefined, signal ? { signal } : {});
  else signal?.throwIfAborted();
}
