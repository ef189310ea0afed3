import "server-only";
import type {
  AmiConfig,
  ClusterSettings,
  EnvironmentSettings,
  NodeClassSettings,
  Target,
} from "@/lib/ami-updates/config";

/** A target with everything that the configuration says of it. */
export interface TargetSettings {
  cluster: ClusterSettings;
  nodeClass: NodeClassSettings;
  environment: EnvironmentSettings;
}

/** All targets in the order of the file, or those wanted of them. */
export const targetsOf = (config: AmiConfig, wanted?: readonly Target[]): TargetSettings[] =>
  config.clusters.flatMap((cluster) => {
    const environment = config.environments.find(({ name }) => name === cluster.environment);
    return cluster.nodeClasses.flatMap((nodeClass) =>
      environment &&
      (!wanted ||
        wanted.some((one) => one.cluster === cluster.name && one.nodeClass === nodeClass.name))
        ? [{ cluster, nodeClass, environment }]
        : [],
    );
  });

export const targetOf = ({ cluster, nodeClass }: TargetSettings): Target => ({
  cluster: cluster.name,
  nodeClass: nodeClass.name,
});

/** The targets that a release has to be verified on before it comes here; none for the first environment. */
export function forerunnersOf(config: AmiConfig, target: TargetSettings): TargetSettings[] {
  const place = config.environments.findIndex(({ name }) => name === target.environment.name);
  for (let before = place - 1; before >= 0; before -= 1) {
    const name = config.environments[before]?.name;
    const there = targetsOf(config).filter(({ environment }) => environment.name === name);
    // An environment without clusters verifies nothing, so the one before it does.
    if (there.length > 0) return there;
  }
  return [];
}

export const repositoryId = ({ owner, name }: ClusterSettings["repository"]): string =>
  `${owner}/${name}`;
