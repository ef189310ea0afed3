import "server-only";
import { mayAutoMerge } from "@/lib/ami-updates/auto-merge";
import { settingsOf } from "@/lib/ami-updates/config";
import { canMergePull } from "@/lib/ami-updates/eligibility";
import { imageKey } from "@/lib/ami-updates/image-key";
import type { UpdateRecord } from "@/lib/ami-updates/model";
import { promotionOf } from "@/lib/ami-updates/promotion";
import type { AmiParts } from "../contracts";
import { mergePull } from "../decide/merge-pull";
import { readForerunners } from "../detect/read-standing";
import { readPullNow, stateOf } from "../read-pull-now";

/**
 * Merges without a person what the environment's policy allows, when its checks have passed and the
 * environment before still stands well. @returns whether it merged
 */
export async function mergeByPolicy(parts: AmiParts, record: UpdateRecord): Promise<boolean> {
  const settings = settingsOf(parts.config(), record);
  if (!settings) return false;
  const lift = await parts.store.lifts.find(record, imageKey(record.to));
  if (!mayAutoMerge(settings.environment, record, lift, parts.now())) return false;
  const { release } = record.to;
  const forerunners = await readForerunners(parts, settings, release);
  if (!promotionOf(forerunners, release, parts.now().getTime()).promoted) return false;
  return parts.store.exclusively(
    `decide:${record.id}`,
    async () => {
      const fresh = await parts.store.byId(record.id);
      if (!fresh || !mayAutoMerge(settings.environment, fresh, lift, parts.now())) return false;
      const now = await readPullNow(parts, fresh);
      // While GitHub still works out whether it can be merged, nothing is known.
      if (!now || stateOf(now.pull) !== "open" || now.pull.mergeable !== true) return false;
      const pull = { state: "open" as const, mergeable: true, checks: now.checks };
      if (!canMergePull({ ...pull, edited: now.edited }).allowed) return false;
      await mergePull(parts, fresh, now, { by: "policy", decision: "auto_merged" });
      return true;
    },
    0,
  );
}
