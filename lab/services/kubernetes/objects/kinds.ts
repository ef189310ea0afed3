import { ARGO, CORE, KARPENTER, KARPENTER_AWS } from "../clusters.ts";
import * as columns from "./columns.ts";
import type { KubeObject } from "./kube-object.ts";

/** A kind that the clusters' API serves. */
export interface Kind {
  group: string;
  version: string;
  kind: string;
  plural: string;
  singular: string;
  short: string[];
  namespaced: boolean;
  /** What `kubectl get` shows. */
  columns: columns.Column[];
}

export const KINDS = {
  namespaces: kind(CORE, "v1", "Namespace", "namespaces", ["ns"], false, columns.NAMESPACES),
  nodes: kind(CORE, "v1", "Node", "nodes", ["no"], false, columns.NODES),
  pods: kind(CORE, "v1", "Pod", "pods", ["po"], true, columns.PODS),
  events: kind(CORE, "v1", "Event", "events", ["ev"], true, columns.EVENTS),
  disruptionBudgets: kind(
    "policy",
    "v1",
    "PodDisruptionBudget",
    "poddisruptionbudgets",
    ["pdb"],
    true,
    columns.DISRUPTION_BUDGETS,
  ),
  nodePools: kind(KARPENTER, "v1", "NodePool", "nodepools", [], false, columns.NODE_POOLS),
  nodeClaims: kind(KARPENTER, "v1", "NodeClaim", "nodeclaims", [], false, columns.NODE_CLAIMS),
  nodeClasses: kind(
    KARPENTER_AWS,
    "v1",
    "EC2NodeClass",
    "ec2nodeclasses",
    ["ec2nc", "ec2ncs"],
    false,
    columns.NODE_CLASSES,
  ),
  applications: kind(
    ARGO,
    "v1alpha1",
    "Application",
    "applications",
    ["app", "apps"],
    true,
    columns.APPLICATIONS,
  ),
} as const;

export const ALL_KINDS: readonly Kind[] = Object.values(KINDS);

/** @throws Error when no such kind is served */
export function kindOf({ apiVersion, kind }: Pick<KubeObject, "apiVersion" | "kind">): Kind {
  const found = ALL_KINDS.find((each) => each.kind === kind && apiVersionOf(each) === apiVersion);
  if (!found) throw new Error(`The lab's clusters have no ${kind} of ${apiVersion}.`);
  return found;
}

export const apiVersionOf = ({ group, version }: Pick<Kind, "group" | "version">): string =>
  group === "" ? version : `${group}/${version}`;

function kind(
  group: string,
  version: string,
  name: string,
  plural: string,
  short: string[],
  namespaced: boolean,
  shown: columns.Column[],
): Kind {
  return {
    group,
    version,
    kind: name,
    plural,
    singular: name.toLowerCase(),
    short,
    namespaced,
    columns: shown,
  };
}
