import "server-only";
import type { WarmUpProgress } from "@/lib/prompt-cache/warm-up";
import { redis } from "@/server/redis";
import { namespaceTag } from "../engine/redis-keys";

const KEPT_SECONDS = 86_400;
/** A warm-up that has not moved for this long died with its process. */
const DEAD_AFTER_MS = 60_000;

type Kept = WarmUpProgress & { beat: number };

export const progressKey = (namespace: string): string => `pc:{${namespaceTag(namespace)}}:warm-up`;

/** The namespace's last warm-up of the past day. Throws what Redis throws. */
export async function readProgress(namespace: string): Promise<WarmUpProgress | undefined> {
  const text = await redis().get(progressKey(namespace));
  if (!text) return undefined;
  const { beat, ...progress } = JSON.parse(text) as Kept;
  if (progress.state !== "running" || Date.now() - beat < DEAD_AFTER_MS) return progress;
  return {
    ...progress,
    state: "stopped",
    problem:
      "The console that warmed up was ended; start again, what is stored is not asked again.",
  };
}

export const keepProgress = (progress: WarmUpProgress): Promise<unknown> =>
  redis().set(
    progressKey(progress.namespace),
    JSON.stringify({ ...progress, beat: Date.now() } satisfies Kept),
    "EX",
    KEPT_SECONDS,
  );

const lockKey = (namespace: string): string => `${progressKey(namespace)}:lock`;

/** Takes the namespace for one warm-up; false while another has it. */
export const claimWarmUp = async (namespace: string, id: string): Promise<boolean> =>
  (await redis().set(lockKey(namespace), id, "PX", DEAD_AFTER_MS, "NX")) === "OK";

/** Keeps the claim while the warm-up moves, and gives it back at its end. */
export const holdClaim = (namespace: string): Promise<unknown> =>
  redis().pexpire(lockKey(namespace), DEAD_AFTER_MS);
export const dropClaim = (namespace: string): Promise<unknown> => redis().del(lockKey(namespace));
