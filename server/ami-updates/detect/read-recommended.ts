import "server-only";
import type { NodeImage } from "@/lib/ami-updates/model";
import { tagOf } from "@/lib/ami-updates/release-tag";
import { recommendedPaths, releasePaths } from "@/lib/ami-updates/ssm-paths";
import type { AmiParts } from "../contracts";
import type { TargetSettings } from "./target-settings";
import { type Unread, unread } from "./unread";

export type KnownImage = NodeImage & { release: string; releaseVersion: string; imageId: string };

/** An image, or one sentence on why there is none to go by. */
export type Recommended = { image: KnownImage } | Unread;

/**
 * What AWS recommends for each target, in their order: one look at SSM for each distinct parameter.
 * Never throws for AWS; then no target has a recommendation.
 */
export async function readRecommended(
  parts: AmiParts,
  targets: readonly TargetSettings[],
): Promise<Recommended[]> {
  const { ssm } = parts.config();
  const paths = targets.map(({ cluster, nodeClass }) => recommendedPaths(ssm, cluster, nodeClass));
  const values = await parameters(
    parts,
    paths.flatMap(({ imageId, releaseVersion }) => [imageId, releaseVersion]),
  );
  if ("unreadable" in values) return targets.map(() => values);
  return paths.map(({ imageId, releaseVersion }) =>
    imageOf(values.get(imageId), values.get(releaseVersion)),
  );
}

/** What AWS has published of one release for each target; undefined where it has not, or nobody can tell. */
export async function readReleases(
  parts: AmiParts,
  wanted: readonly { target: TargetSettings; release: string }[],
): Promise<(Recommended | undefined)[]> {
  const { ssm } = parts.config();
  const paths = wanted.map(({ target, release }) =>
    releasePaths(ssm, target.cluster, target.nodeClass, release),
  );
  const values = await parameters(
    parts,
    paths.flatMap((each) => (each ? [each.imageId, each.releaseVersion] : [])),
  );
  if ("unreadable" in values) return wanted.map(() => values);
  return paths.map((each, at) => {
    const [imageId, version] = each
      ? [values.get(each.imageId), values.get(each.releaseVersion)]
      : [];
    const found = imageOf(imageId, version);
    // SSM's word for another release, while it is being published, is no word for this one.
    return "image" in found && found.image.release === wanted[at]?.release ? found : undefined;
  });
}

async function parameters(parts: AmiParts, names: string[]): Promise<Map<string, string> | Unread> {
  if (names.length === 0) return new Map();
  try {
    return await parts.images.parameters([...new Set(names)]);
  } catch (error) {
    return unread("The recommended image could not be read", error);
  }
}

const IMAGE_ID = /^ami-[0-9a-f]{8,17}$/;

function imageOf(imageId: string | undefined, releaseVersion: string | undefined): Recommended {
  if (imageId === undefined || releaseVersion === undefined)
    return { unreadable: "AWS recommends no image for this Kubernetes version and variant." };
  const release = tagOf(releaseVersion);
  if (!IMAGE_ID.test(imageId) || !release)
    return { unreadable: "What SSM tells of the recommended image is no image and release." };
  return { image: { imageId, releaseVersion, release } };
}
