import "server-only";
import type { ClusterFacts } from "@/lib/ami-updates/cluster-facts";
import {
  conditionsOf,
  type Ec2NodeClass,
  type NodeClaim,
  type NodePool,
  refersTo,
  timeOf,
} from "./objects";
import type { ClusterLists } from "./read-lists";

/** Of a cluster's lists what belongs to one node class: its pools, claims and nodes, and what is said of them. */
export function selectFacts(lists: ClusterLists, nodeClass: string): ClusterFacts {
  const found = lists.nodeClasses.find(({ metadata }) => metadata.name === nodeClass);
  const nodePools = lists.nodePools
    .filter(({ spec }) => refersTo(spec?.template?.spec?.nodeClassRef, nodeClass))
    .map(poolOf);
  const nodeClaims = lists.nodeClaims
    .filter(({ spec }) => refersTo(spec?.nodeClassRef, nodeClass))
    .map(claimOf);
  const own = new Set([
    `EC2NodeClass ${nodeClass}`,
    ...nodePools.map(({ name }) => `NodePool ${name}`),
    ...nodeClaims.flatMap(({ name, node }) => [`NodeClaim ${name}`, `Node ${node}`]),
  ]);
  const named = new Set(nodeClaims.map(({ node }) => node));
  const there = new Set(lists.nodeClaims.map(({ metadata }) => metadata.name));
  return {
    ...(found ? { nodeClass: classOf(found) } : {}),
    nodePools,
    nodeClaims,
    nodes: lists.nodes.filter(({ name }) => named.has(name)),
    disruptionBudgets: lists.disruptionBudgets,
    events: lists.events.filter(
      ({ kind, name }) =>
        own.has(`${kind} ${name}`) ||
        (kind === "NodeClaim" && !there.has(name) && isOf(nodePools, name)),
    ),
    unread: lists.unread,
    missing: lists.missing,
  };
}

/** A claim that could not be launched is gone soon, and its name is all that tells its pool. */
const isOf = (pools: ClusterFacts["nodePools"], claim: string): boolean =>
  pools.some(({ name }) => claim.replace(/-[^-]+$/, "") === name);

const classOf = ({ metadata, spec, status }: Ec2NodeClass): ClusterFacts["nodeClass"] => ({
  name: metadata.name,
  amiSelectorTerms: (spec?.amiSelectorTerms ?? []).map(({ id, alias, ssmParameter }) => ({
    ...(id ? { id } : {}),
    ...(alias ? { alias } : {}),
    ...(ssmParameter ? { ssmParameter } : {}),
  })),
  images: (status?.amis ?? []).map(({ id }) => id),
  conditions: conditionsOf(status?.conditions),
});

const poolOf = ({ metadata, spec, status }: NodePool): ClusterFacts["nodePools"][number] => ({
  name: metadata.name,
  budgets: (spec?.disruption?.budgets ?? []).map(({ nodes, schedule, duration, reasons }) => ({
    nodes: nodes ?? "10%",
    ...(schedule ? { schedule } : {}),
    ...(duration ? { duration } : {}),
    ...(reasons ? { reasons } : {}),
  })),
  conditions: conditionsOf(status?.conditions),
});

function claimOf({ metadata, status }: NodeClaim): ClusterFacts["nodeClaims"][number] {
  const labels = metadata.labels ?? {};
  const instanceType = labels["node.kubernetes.io/instance-type"];
  const zone = labels["topology.kubernetes.io/zone"];
  const deletedAt = timeOf(metadata.deletionTimestamp);
  return {
    name: metadata.name,
    nodePool: labels["karpenter.sh/nodepool"] ?? "",
    ...(status?.imageID ? { imageId: status.imageID } : {}),
    ...(status?.nodeName ? { node: status.nodeName } : {}),
    ...(instanceType ? { instanceType } : {}),
    ...(zone ? { zone } : {}),
    createdAt: timeOf(metadata.creationTimestamp) ?? "",
    ...(deletedAt ? { deletedAt } : {}),
    conditions: conditionsOf(status?.conditions),
  };
}
