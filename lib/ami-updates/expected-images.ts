import type { ClusterFacts } from "./cluster-facts";
import type { NodeImage } from "./model";
import type { RolloutInput } from "./rollout-input";

type NodeClass = NonNullable<ClusterFacts["nodeClass"]>;
type Claim = ClusterFacts["nodeClaims"][number];

/** What a node class names, in the cluster or in Git. */
export type NamedTerms = Pick<NodeClass, "amiSelectorTerms">;

/** Whether a node class asks for this image: by its id, an alias of its release, or a versioned parameter. */
export const asksFor = (nodeClass: NamedTerms | undefined, image: NodeImage | undefined): boolean =>
  image !== undefined &&
  (nodeClass?.amiSelectorTerms ?? []).some(
    ({ id, alias, ssmParameter }) =>
      (id !== undefined && id === image.imageId) ||
      (alias !== undefined && image.release !== undefined && alias.endsWith(`@${image.release}`)) ||
      (ssmParameter !== undefined &&
        image.release !== undefined &&
        ssmParameter.includes(image.release)),
  );

/** Images that count as new: the update's own, or for an alias whatever the node class found for it. */
export function expectedImages({ update, cluster }: RolloutInput): Set<string> {
  const images = cluster?.nodeClass?.images ?? [];
  if (!update) return new Set(images);
  if (update.to.imageId) return new Set([update.to.imageId]);
  return new Set(asksFor(cluster?.nodeClass, update.to) ? images : []);
}

/**
 * The node claims that this rollout is about. A node class may accept several images at once, one per
 * architecture: nodes of one that is neither old nor new are not part of it.
 */
export function claimsOf(input: RolloutInput): Claim[] {
  const { cluster, update } = input;
  const accepted = new Set(cluster?.nodeClass?.images ?? []);
  const expected = expectedImages(input);
  return (cluster?.nodeClaims ?? []).filter(
    ({ imageId }) =>
      imageId === undefined ||
      expected.has(imageId) ||
      imageId === update?.from.imageId ||
      !accepted.has(imageId),
  );
}

/** On its way to the new image, or there: a claim without an image was made after the change. */
export const isNew = (claim: Claim, expected: Set<string>): boolean =>
  claim.imageId === undefined || expected.has(claim.imageId);
