import "server-only";
import { type Target, targetId } from "@/lib/ami-updates/config";
import type { UpdateRecord } from "@/lib/ami-updates/model";
import { promotionOf } from "@/lib/ami-updates/promotion";
import { held } from "@/server/platform/held";
import type { AmiParts } from "../contracts";
import { forerunnersOnce, type ReadForerunners } from "../detect/read-standing";
import { forerunnersOf, type TargetSettings, targetOf, targetsOf } from "../detect/target-settings";
import { startUpdates } from "../start-updates";

/** A target that could not be started, or that has a reason to wait, is looked at again after this. */
const AGAIN_MS = 5 * 60_000;

const triedAt = () => held("ami.follow.promotedAt", () => new Map<string, number>());

/**
 * Starts the next environment's updates once a release has soaked in the one before. Asks PostgreSQL
 * first, so that AWS and GitHub are looked at only when there is something to go on.
 * @param merged newest first @returns how many executions were started
 */
export async function promoteUpdates(parts: AmiParts, merged: UpdateRecord[]): Promise<number> {
  const verified = merged.filter(({ outcome }) => outcome === "verified");
  if (verified.length === 0) return 0;
  const due: Target[] = [];
  const forerunners = forerunnersOnce(parts);
  for (const target of targetsOf(parts.config()))
    if (await isDue(parts, target, verified, forerunners)) due.push(targetOf(target));
  if (due.length === 0) return 0;
  const { started } = await startUpdates(parts, { targets: due, startedBy: "promotion" });
  return started.filter((each) => each.started).length;
}

async function isDue(
  parts: AmiParts,
  target: TargetSettings,
  verified: UpdateRecord[],
  forerunnersOfRelease: ReadForerunners,
): Promise<boolean> {
  const [first] = forerunnersOf(parts.config(), target);
  if (!first) return false;
  const before = targetId(targetOf(first));
  const release = verified.find((record) => targetId(record) === before)?.to.release;
  if (!release) return false;
  const at = targetOf(target);
  const key = `${targetId(at)} ${release}`;
  if (Date.now() - (triedAt().get(key) ?? 0) < AGAIN_MS) return false;
  if (await parts.store.latest(at, { release })) return false;
  const forerunners = await forerunnersOfRelease(target, release);
  if (!promotionOf(forerunners, release, parts.now().getTime()).promoted) return false;
  triedAt().set(key, Date.now());
  return true;
}
