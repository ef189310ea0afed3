import "server-only";
import type { ClusterFacts, ClusterPart } from "@/lib/ami-updates/cluster-facts";
import { isAppError, toProblem } from "@/server/platform/errors";
import { allPages, callCluster } from "./call-cluster";
import type { KubeClients } from "./kube-clients";
import {
  conditionsOf,
  type Ec2NodeClass,
  type NodeClaim,
  type NodePool,
  refersTo,
  timeOf,
} from "./objects";
import { readDisruptionBudgets, readEvents, readNodes } from "./read-core";

const KARPENTER = { group: "karpenter.sh", version: "v1" };
const KARPENTER_AWS = { group: "karpenter.k8s.aws", version: "v1" };

/**
 * Everything that a rollout of one node class is judged by, read at once. What cannot be read is told
 * in `unread` and `missing`. @throws AppError when nothing of the nodes can be read
 */
export async function readRollout(
  context: string,
  clients: KubeClients,
  nodeClass: string,
): Promise<ClusterFacts> {
  const unread: ClusterPart[] = [];
  const missing: string[] = [];
  const failures: unknown[] = [];
  const part = async <T>(name: ClusterPart, read: Promise<T[]>): Promise<T[]> => {
    try {
      return await read;
    } catch (error) {
      unread.push(name);
      failures.push(error);
      const sentence = isAppError(error) ? error.message : toProblem(error).message;
      if (!missing.includes(sentence)) missing.push(sentence);
      return [];
    }
  };
  const [classes, pools, claims, nodes, disruptionBudgets, events] = await Promise.all([
    part("nodeClass", listCustom<Ec2NodeClass>(context, clients, KARPENTER_AWS, "ec2nodeclasses")),
    part("nodePools", listCustom<NodePool>(context, clients, KARPENTER, "nodepools")),
    part("nodeClaims", listCustom<NodeClaim>(context, clients, KARPENTER, "nodeclaims")),
    part("nodes", readNodes(context, clients)),
    part("disruptionBudgets", readDisruptionBudgets(context, clients)),
    part("events", readEvents(context, clients)),
  ]);
  if (["nodeClass", "nodeClaims", "nodes"].every((name) => unread.includes(name as ClusterPart)))
    throw failures[0];

  const found = classes.find(({ metadata }) => metadata.name === nodeClass);
  const nodePools = pools
    .filter(({ spec }) => refersTo(spec?.template?.spec?.nodeClassRef, nodeClass))
    .map(poolOf);
  const nodeClaims = claims
    .filter(({ spec }) => refersTo(spec?.nodeClassRef, nodeClass))
    .map(claimOf);
  const own = new Set([
    `EC2NodeClass ${nodeClass}`,
    ...nodePools.map(({ name }) => `NodePool ${name}`),
    ...nodeClaims.flatMap(({ name, node }) => [`NodeClaim ${name}`, `Node ${node}`]),
  ]);
  const named = new Set(nodeClaims.map(({ node }) => node));
  return {
    ...(found ? { nodeClass: classOf(found) } : {}),
    nodePools,
    nodeClaims,
    nodes: nodes.filter(({ name }) => named.has(name)),
    disruptionBudgets,
    // A claim that could not be launched is gone soon, and its event is all that is left of it.
    events: events.filter(
      ({ kind, name }) =>
        own.has(`${kind} ${name}`) ||
        (kind === "NodeClaim" && nodePools.some((pool) => name.startsWith(`${pool.name}-`))),
    ),
    unread,
    missing,
  };
}

function listCustom<T>(
  context: string,
  clients: KubeClients,
  { group, version }: { group: string; version: string },
  plural: string,
): Promise<T[]> {
  const access = { verb: "list", group, resource: plural } as const;
  return callCluster(context, clients, access, ({ custom }, options) =>
    allPages<T>((limit, _continue) =>
      custom.listClusterCustomObject({ group, version, plural, limit, _continue }, options),
    ),
  );
}

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
