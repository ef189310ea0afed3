import { NODE_CLASS } from "../clusters.ts";
import { KINDS } from "../objects/kinds.ts";
import { isTrue, type KubeObject, withCondition } from "../objects/kube-object.ts";
import type { World } from "../world.ts";
import { findImage, imagesOfAlias, type KnownImage } from "./images.ts";

/** Karpenter finds the images that the node class asks for. */
export function stepNodeClass(world: World, parameters: Map<string, string>): void {
  const { objects } = world;
  const nodeClass = objects.get(KINDS.nodeClasses, NODE_CLASS);
  if (!nodeClass) return;
  const images = resolve(world, nodeClass, parameters);
  const amis = images.map(({ id, name, arch }) => ({
    id,
    name,
    requirements: [{ key: "kubernetes.io/arch", operator: "In", values: [arch] }],
  }));
  const found = amis.length > 0;
  const status = {
    ...nodeClass.status,
    amis,
    subnets: ["a", "b", "c"].map((zone) => ({
      id: `subnet-0lab${zone}`,
      zone: `us-east-1${zone}`,
    })),
    securityGroups: [{ id: "sg-0lab", name: "nodes" }],
    instanceProfile: `${world.plan.name}-nodes`,
  };
  let next: KubeObject = { ...nodeClass, status };
  next = found
    ? withCondition(next, "AMIsReady", "True")
    : withCondition(
        next,
        "AMIsReady",
        "False",
        "AMINotFound",
        "AMISelector did not match any AMIs",
      );
  for (const type of [
    "SubnetsReady",
    "SecurityGroupsReady",
    "InstanceProfileReady",
    "ValidationSucceeded",
  ])
    next = withCondition(next, type, "True");
  next = found
    ? withCondition(next, "Ready", "True")
    : withCondition(next, "Ready", "False", "UnhealthyDependents", "AMIsReady=False");
  objects.put(next);
}

function resolve(
  { lab, plan }: World,
  nodeClass: KubeObject,
  parameters: Map<string, string>,
): KnownImage[] {
  const terms = (nodeClass.spec?.amiSelectorTerms ?? []) as {
    id?: string;
    alias?: string;
    ssmParameter?: string;
  }[];
  const images = terms.flatMap(({ id, alias, ssmParameter }) => {
    if (alias) return imagesOfAlias(lab, alias, plan.version);
    const wanted = id ?? (ssmParameter && parameters.get(ssmParameter));
    const image = wanted ? findImage(lab, wanted) : undefined;
    return image ? [image] : [];
  });
  return [...new Map(images.map((image) => [image.id, image])).values()];
}

export const nodeClassReady = ({ objects }: World): KubeObject | undefined => {
  const nodeClass = objects.get(KINDS.nodeClasses, NODE_CLASS);
  return isTrue(nodeClass, "Ready") ? nodeClass : undefined;
};

/** Image ids that a node may have without being drifted. */
export const imagesIn = (nodeClass: KubeObject): string[] =>
  (nodeClass.status?.amis ?? []).map(({ id }: { id: string }) => id);

/** What a new machine is made from: the pool asks for amd64 and no accelerator. */
export function imageForNew(world: World, nodeClass: KubeObject): KnownImage | undefined {
  const known = imagesIn(nodeClass).flatMap((id) => findImage(world.lab, id) ?? []);
  return known.find(({ arch, variant }) => arch === "amd64" && variant === "standard") ?? known[0];
}
