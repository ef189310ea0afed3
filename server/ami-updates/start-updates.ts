import "server-only";
import { randomUUID } from "node:crypto";
import { type Target, targetId } from "@/lib/ami-updates/config";
import { imageKey } from "@/lib/ami-updates/image-key";
import type { Detection } from "@/lib/ami-updates/model";
import { AppError } from "@/server/platform/errors";
import { inParallel } from "@/server/platform/in-parallel";
import { log } from "@/server/platform/log";
import type { AmiParts, UpdateRun } from "./contracts";
import { nextOf } from "./detect/next-of";
import { detectUpdates } from "./detect-updates";
import { problemSentence } from "./problem-sentence";

export interface StartedUpdate extends Target {
  release: string;
  /** False when an execution of this way was there already. */
  started: boolean;
  arn?: string;
  /** Why it could not be started: one sentence. */
  problem?: string;
}

const AT_ONCE = 4;

/**
 * Looks, then starts an execution for each target with an update to propose; with `dryRun` for each
 * that would not be up to date, held and skipped ones too. One that cannot be started stops no other.
 */
export async function startUpdates(
  parts: AmiParts,
  options: { targets?: readonly Target[]; startedBy: string; dryRun?: boolean },
): Promise<{ started: StartedUpdate[]; detections: Detection[] }> {
  const { startedBy, dryRun = false } = options;
  const detections = await detectUpdates(parts, options);
  const due = detections.filter((each) => (dryRun ? canDryRun(each) : isDue(each)));
  const started = await inParallel(due, AT_ONCE, async (detection): Promise<StartedUpdate> => {
    const { cluster, nodeClass } = detection;
    try {
      const run = await runOf(parts, detection, { startedBy, dryRun });
      const { release } = run.to;
      return { cluster, nodeClass, release, ...(await parts.executions.start(run)) };
    } catch (error) {
      log().warn({ error, target: targetId(detection) }, "an AMI update could not be started");
      const release = nextOf(detection)?.release ?? "";
      return { cluster, nodeClass, release, started: false, problem: problemSentence(error) };
    }
  });
  return { started, detections };
}

const isDue = ({ state }: Detection): boolean => state === "update_available";
const canDryRun = (detection: Detection): boolean =>
  detection.state !== "up_to_date" &&
  detection.state !== "unsupported" &&
  Boolean(detection.current && nextOf(detection));

/** The run of a detection. What a person asked for again gets a name of its own. */
export async function runOf(
  parts: AmiParts,
  detection: Detection,
  { startedBy, dryRun = false }: { startedBy: string; dryRun?: boolean },
): Promise<UpdateRun> {
  const { cluster, nodeClass, current } = detection;
  const to = nextOf(detection);
  if (!current || !to)
    throw new AppError("conflict", "The images of this node class are not known.");
  const run = { cluster, nodeClass, from: current, to, startedBy };
  if (dryRun) return { ...run, dryRun, attempt: randomUUID() };
  const lift = await parts.store.lifts.find(run, imageKey(to));
  return lift ? { ...run, attempt: `lift ${lift.at}` } : run;
}
