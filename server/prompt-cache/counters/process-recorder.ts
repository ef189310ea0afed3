import "server-only";
import { env } from "@/server/platform/env";
import { held } from "@/server/platform/held";
import { log } from "@/server/platform/log";
import { onShutdown } from "@/server/platform/shutdown";
import { redis } from "@/server/redis";
import { type Sealing, sealingOf } from "../traces/sealing";
import { EmfWriter } from "./emf";
import { ProcessTotals } from "./process-totals";
import { createRecorder, type FlushingRecorder } from "./recorder";

const FLUSH_MS = 1_000;
/** While the process ends: requests under way still finish, and their counts must not be left behind. */
const LAST_FLUSH_MS = 100;
const EMF_MS = 60_000;

export const processTotals = (): ProcessTotals =>
  held("prompt-cache.totals", () => new ProcessTotals());

/** Encryption of traces as this console is configured; undefined: they are kept as they are. */
export const traceSealing = (): Sealing | undefined =>
  held("prompt-cache.trace-sealing", () => {
    const key = env().SWITCHYARD_PROMPT_CACHE_KEY;
    return { sealing: key && sealingOf(key) };
  }).sealing;

/**
 * The recorder of this console process: flushes each second and at the end. A process that is
 * killed loses at most the last second.
 */
export const promptRecorder = (): FlushingRecorder =>
  held("prompt-cache.recorder", () => {
    const totals = processTotals();
    const emf = emfWriter();
    const sealing = traceSealing();
    const recorder = createRecorder({
      redis,
      ...(sealing && { sealing }),
      onCounted: (namespace, cells) => {
        totals.add(namespace, cells);
        emf?.add(namespace, cells);
      },
    });
    flushEach(recorder);
    return recorder;
  });

function flushEach(recorder: FlushingRecorder): void {
  let away = false;
  const flush = async () => {
    const arrived = await recorder.flush();
    if (!arrived && !away)
      log().warn("the prompt cache's counters wait in this process until Redis answers");
    if (arrived && away) log().info("the prompt cache's counters are in Redis again");
    away = !arrived;
  };
  const timer = setInterval(() => void flush(), FLUSH_MS);
  timer.unref();
  onShutdown(async () => {
    clearInterval(timer);
    setInterval(() => void flush(), LAST_FLUSH_MS).unref();
    await flush();
  });
}

/** Lines for CloudWatch on standard output, once a minute, where they are asked for. */
function emfWriter(): EmfWriter | undefined {
  if (env().SWITCHYARD_PROMPT_EMF !== "on") return undefined;
  const emf = new EmfWriter((line) => process.stdout.write(`${line}\n`));
  setInterval(() => emf.flush(), EMF_MS).unref();
  onShutdown(() => emf.flush());
  return emf;
}
