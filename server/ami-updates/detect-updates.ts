import "server-only";
import { type Target, targetId } from "@/lib/ami-updates/config";
import { imageKey } from "@/lib/ami-updates/image-key";
import { judgeTarget } from "@/lib/ami-updates/judge-target";
import type { Detection, NodeImage, SelectorTerm } from "@/lib/ami-updates/model";
import { databaseProblem } from "@/server/db";
import { isAppError } from "@/server/platform/errors";
import { inParallel } from "@/server/platform/in-parallel";
import type { AmiParts } from "./contracts";
import { nextOf } from "./detect/next-of";
import { type Current, readCurrent } from "./detect/read-current";
import { type OwnPulls, readOwnPulls } from "./detect/read-own-pulls";
import { type Recommended, readRecommended, readReleases } from "./detect/read-recommended";
import { forerunnersOnce, type ReadForerunners, readStanding } from "./detect/read-standing";
import { readVerifiedBefore } from "./detect/read-verified-before";
import { repositoryId, type TargetSettings, targetOf, targetsOf } from "./detect/target-settings";
import type { Unread } from "./detect/unread";

const AT_ONCE = 8;

/** What was read of a target before our own records count. */
interface Sight {
  target: TargetSettings;
  current: Current;
  recommended: Recommended;
  pulls: OwnPulls | Unread;
}

/**
 * Where each configured node class stands, in the order of the configuration. Reads only; what cannot
 * be read is that target's state, never another's. @throws AppError when PostgreSQL does not answer
 */
export async function detectUpdates(
  parts: AmiParts,
  options: { targets?: readonly Target[] } = {},
): Promise<Detection[]> {
  const targets = targetsOf(parts.config(), options.targets);
  const [recommended, current, pulls] = await Promise.all([
    readRecommended(parts, targets),
    readCurrent(parts, targets),
    readOwnPulls(parts, targets),
  ]);
  const sights = targets.map(
    (target, at): Sight => ({
      target,
      current: current[at] as Current,
      recommended: recommended[at] as Recommended,
      pulls: pulls.get(repositoryId(target.cluster.repository)) ?? new Map(),
    }),
  );
  const forerunners = forerunnersOnce(parts);
  const found = await inParallel(sights, AT_ONCE, (sight) =>
    judge(parts, sight, forerunners),
  ).catch((error) => {
    throw isAppError(error) ? error : databaseProblem(error);
  });
  return requirePublished(parts, targets, found);
}

async function judge(
  parts: AmiParts,
  sight: Sight,
  forerunners: ReadForerunners,
): Promise<Detection> {
  const { target, current, recommended, pulls } = sight;
  const told = {
    ...targetOf(target),
    environment: target.environment.name,
    kubernetesVersion: target.cluster.kubernetesVersion,
    architecture: target.nodeClass.architecture,
    variant: target.nodeClass.variant,
    ...("image" in current && { current: current.image }),
    ...("image" in recommended && { recommended: recommended.image }),
    checkedAt: parts.now().toISOString(),
  };
  if ("unsupported" in current) return { ...told, state: "unsupported", why: current.unsupported };
  if ("unreadable" in current) return { ...told, ...stateOf(current) };
  if ("unreadable" in recommended) return { ...told, ...stateOf(recommended) };
  if ("unreadable" in pulls) return { ...told, ...stateOf(pulls) };

  const judged = async (image: NodeImage & { release: string }) => {
    const next = asTerm(image, current.term);
    const standing = await readStanding(parts, target, next, forerunners);
    const judgement = judgeTarget({
      current: current.image,
      next,
      now: parts.now().getTime(),
      minimumAgeHours: target.environment.minimumAgeHours,
      pull: pulls.get(targetId(told))?.find((pull) => pull.to === imageKey(next)),
      ...standing,
    });
    const { updateId } = standing;
    return { next, detection: { ...told, ...judgement, ...(updateId && { updateId }) } };
  };
  const { next, detection } = await judged(recommended.image);
  const newest = { ...detection, recommended: next };
  if (newest.state !== "held") return newest;
  const { image } = current;
  const before = await readVerifiedBefore(parts, target, image, next.release, forerunners);
  if (!before) return newest;
  const older = await judged(before);
  // Only what is to be done or decided speaks for itself; else the newest one's wait is what counts.
  const speaks = ["update_available", "proposed"].includes(older.detection.state);
  return speaks ? { ...older.detection, recommended: next, candidate: older.next } : newest;
}

const stateOf = ({ unreadable, away }: Unread): Pick<Detection, "state" | "why" | "away"> => ({
  state: "unreadable",
  why: unreadable,
  ...(away && { away }),
});

/** An alias covers every architecture, so no image id belongs to it. */
function asTerm(
  image: NodeImage & { release: string },
  term: SelectorTerm,
): NodeImage & { release: string } {
  if (term.kind !== "alias") return image;
  const { imageId: _oneOfSeveral, ...rest } = image;
  return rest;
}

/**
 * A release may never have been published for a Kubernetes version, and Karpenter finds an alias's
 * image by the versioned path: nothing is proposed whose path SSM does not have, or has otherwise.
 */
async function requirePublished(
  parts: AmiParts,
  targets: readonly TargetSettings[],
  found: Detection[],
): Promise<Detection[]> {
  const due = found.flatMap((each, at) => {
    const target = targets[at];
    const release = nextOf(each)?.release;
    return each.state === "update_available" && target && release ? [{ at, target, release }] : [];
  });
  const published = await readReleases(parts, due);
  const judged = [...found];
  due.forEach(({ at, target, release }, place) => {
    const detection = found[at] as Detection;
    const why = whyNotPublished(published[place], detection, release, target);
    if (why) judged[at] = { ...detection, ...why };
  });
  return judged;
}

function whyNotPublished(
  published: Recommended | undefined,
  detection: Detection,
  release: string,
  { cluster }: TargetSettings,
): Pick<Detection, "state" | "why" | "away"> | undefined {
  if (!published)
    return {
      state: "unsupported",
      why: `${release} is not published for Kubernetes ${cluster.kubernetesVersion}, so it is not proposed.`,
    };
  if ("unreadable" in published) return stateOf(published);
  const imageId = nextOf(detection)?.imageId;
  if (imageId && imageId !== published.image.imageId)
    return {
      state: "unreadable",
      why: `SSM names two images for ${release}; it is looked at again when they agree.`,
    };
  return undefined;
}
