import type {
  AmiConfig,
  Architecture,
  ClusterSettings,
  NodeClassSettings,
  Variant,
} from "./config";

export interface SsmPaths {
  imageId: string;
  releaseVersion: string;
}

const fill = (
  template: string,
  given: { kubernetes: string; architecture: Architecture; variant: Variant; release?: string },
): string =>
  template.replaceAll(/\{(kubernetes|architecture|variant|release)\}/g, (whole, name: string) => {
    const value = given[name as keyof typeof given];
    return value ?? whole;
  });

type Ssm = AmiConfig["ssm"];
type Cluster = Pick<ClusterSettings, "kubernetesVersion">;
type NodeClass = Pick<NodeClassSettings, "architecture" | "variant">;

/** Where AWS tells the image that it recommends for this node class now. */
export function recommendedPaths(ssm: Ssm, cluster: Cluster, nodeClass: NodeClass): SsmPaths {
  const given = {
    kubernetes: cluster.kubernetesVersion,
    architecture: nodeClass.architecture,
    variant: nodeClass.variant,
    release: "recommended",
  };
  return { imageId: fill(ssm.imageId, given), releaseVersion: fill(ssm.releaseVersion, given) };
}

/**
 * Where AWS tells one release's image, as Karpenter reads it for an alias: the image's name stands in
 * place of `recommended`. Undefined where the configured paths have no place for it.
 */
export function releasePaths(
  ssm: Ssm,
  cluster: Cluster,
  nodeClass: NodeClass,
  release: string,
): SsmPaths | undefined {
  const { kubernetesVersion: kubernetes } = cluster;
  const { architecture, variant } = nodeClass;
  const image = `amazon-eks-node-al2023-${architecture}-${variant}-${kubernetes}-${release}`;
  const path = (template: string): string | undefined => {
    const versioned = template.includes("/recommended/")
      ? template.replace("/recommended/", `/${image}/`)
      : template.includes("{release}")
        ? template
        : undefined;
    return versioned && fill(versioned, { kubernetes, architecture, variant, release });
  };
  const [imageId, releaseVersion] = [path(ssm.imageId), path(ssm.releaseVersion)];
  return imageId && releaseVersion ? { imageId, releaseVersion } : undefined;
}
