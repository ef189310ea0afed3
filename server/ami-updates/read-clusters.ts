import "server-only";
import { type Target, targetId } from "@/lib/ami-updates/config";
import { prepareLanes } from "@/lib/ami-updates/prepare-lanes";
import type { ClustersView, RolloutBrief, UpdateBrief } from "@/lib/ami-updates/views";
import { isAppError } from "@/server/platform/errors";
import { inParallel } from "@/server/platform/in-parallel";
import type { AmiParts } from "./contracts";
import { detectUpdates } from "./detect-updates";
import { readRollout } from "./read-rollout";
import { newestBriefs } from "./update-briefs";

/** Clusters that are asked at once. */
const WIDTH = 6;

/**
 * Every node class in its lane: what Git says, what AWS recommends, how far a merged change is. What
 * cannot be read is named, and its node class says so itself. @throws AppError upstream
 */
export async function readClusters(parts: AmiParts): Promise<ClustersView> {
  const [detections, updates] = await Promise.all([detectUpdates(parts), newestBriefs()]);
  const missing: string[] = [];
  const rollouts = new Map<string, RolloutBrief>();
  const moving = detections.filter((each) => rollsOut(updates.get(targetId(each))));
  await inParallel(moving, WIDTH, async (target) => {
    const brief = await briefRollout(parts, target, missing);
    if (brief) rollouts.set(targetId(target), brief);
  });
  const config = parts.config();
  return {
    on: true,
    lanes: prepareLanes({ config, detections, updates, rollouts, now: parts.now() }),
    missing,
  };
}

/** Merged, and not known to have ended well or been taken back. */
const rollsOut = (update: UpdateBrief | undefined): boolean =>
  (update?.decision === "merged" || update?.decision === "auto_merged") &&
  update.outcome !== "verified" &&
  update.outcome !== "reverted";

async function briefRollout(
  parts: AmiParts,
  { cluster, nodeClass }: Target,
  missing: string[],
): Promise<RolloutBrief | undefined> {
  try {
    const { phase, outcome, replaced, total, why, since } = await readRollout(parts, {
      cluster,
      nodeClass,
    });
    return {
      phase,
      replaced,
      total,
      why,
      ...(outcome && { outcome }),
      ...(since && { since }),
    };
  } catch (error) {
    if (!isAppError(error)) throw error;
    missing.push(`The rollout of ${cluster}/${nodeClass} could not be read: ${error.message}`);
    return undefined;
  }
}
