import "server-only";
import type { NodeImage } from "@/lib/ami-updates/model";
import { promotionOf } from "@/lib/ami-updates/promotion";
import { compareTags } from "@/lib/ami-updates/release-tag";
import type { AmiParts } from "../contracts";
import { type KnownImage, readReleases } from "./read-recommended";
import type { ReadForerunners } from "./read-standing";
import { forerunnersOf, type TargetSettings, targetOf } from "./target-settings";

/** So many of the last releases of the environment before are looked at. */
const LOOK_BACK = 5;

/**
 * The newest release between the one in Git and `below` that the environment before has verified and
 * soaked: a new release each week must not keep production from ever getting one.
 */
export async function readVerifiedBefore(
  parts: AmiParts,
  target: TargetSettings,
  current: NodeImage,
  below: string,
  forerunnersOfRelease: ReadForerunners,
): Promise<KnownImage | undefined> {
  const [forerunner] = forerunnersOf(parts.config(), target);
  if (!forerunner || !current.release) return undefined;
  const merged = await parts.store.list({
    target: targetOf(forerunner),
    merged: true,
    dryRun: false,
    limit: LOOK_BACK,
  });
  const releases = [...new Set(merged.map(({ to }) => to.release))]
    .filter(
      (release) =>
        compareTags(release, current.release ?? "") > 0 && compareTags(release, below) < 0,
    )
    .sort((left, right) => compareTags(right, left));
  for (const release of releases) {
    const forerunners = await forerunnersOfRelease(target, release);
    if (!promotionOf(forerunners, release, parts.now().getTime()).promoted) continue;
    const [found] = await readReleases(parts, [{ target, release }]);
    if (found && "image" in found) return found.image;
  }
  return undefined;
}
