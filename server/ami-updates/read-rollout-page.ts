import "server-only";
import type { Target } from "@/lib/ami-updates/config";
import type { RolloutPageView } from "@/lib/ami-updates/views";
import type { AmiParts } from "./contracts";
import { readRollout } from "./read-rollout";
import { newestBrief } from "./update-briefs";

/**
 * A rollout with what the notes promised of its nodes. @throws AppError not_found (no such target), upstream
 */
export async function readRolloutPage(parts: AmiParts, target: Target): Promise<RolloutPageView> {
  const rollout = await readRollout(parts, target);
  const record = rollout.updateId ? await parts.store.byId(rollout.updateId) : undefined;
  const newest = record ? await newestBrief(target) : undefined;
  const update = newest && newest.id === record?.id ? newest : undefined;
  return {
    rollout,
    promised: record?.analysis?.promised ?? {},
    ...(update && { update }),
  };
}
