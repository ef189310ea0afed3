import "server-only";
import type { ClusterFacts, ClusterPart } from "@/lib/ami-updates/cluster-facts";
import { isAppError, toProblem } from "@/server/platform/errors";
import { allPages, callCluster } from "./call-cluster";
import type { KubeClients } from "./kube-clients";
import type { Ec2NodeClass, NodeClaim, NodePool } from "./objects";
import { readDisruptionBudgets, readEvents, readNodes } from "./read-core";

const KARPENTER = { group: "karpenter.sh", version: "v1" };
const KARPENTER_AWS = { group: "karpenter.k8s.aws", version: "v1" };

/** What a cluster's rollouts are judged by, of every node class; see `select-facts.ts`. */
export interface ClusterLists {
  nodeClasses: Ec2NodeClass[];
  nodePools: NodePool[];
  nodeClaims: NodeClaim[];
  nodes: ClusterFacts["nodes"];
  disruptionBudgets: ClusterFacts["disruptionBudgets"];
  events: ClusterFacts["events"];
  unread: ClusterPart[];
  missing: string[];
}

/**
 * All lists at once. What cannot be read is told in `unread` and `missing`. @throws AppError when
 * nothing of the nodes can be read
 */
export async function readLists(context: string, clients: KubeClients): Promise<ClusterLists> {
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
  const [nodeClasses, nodePools, nodeClaims, nodes, disruptionBudgets, events] = await Promise.all([
    part("nodeClass", listCustom<Ec2NodeClass>(context, clients, KARPENTER_AWS, "ec2nodeclasses")),
    part("nodePools", listCustom<NodePool>(context, clients, KARPENTER, "nodepools")),
    part("nodeClaims", listCustom<NodeClaim>(context, clients, KARPENTER, "nodeclaims")),
    part("nodes", readNodes(context, clients)),
    part("disruptionBudgets", readDisruptionBudgets(context, clients)),
    part("events", readEvents(context, clients)),
  ]);
  if (NEEDED.every((name) => unread.includes(name))) throw failures[0];
  return { nodeClasses, nodePools, nodeClaims, nodes, disruptionBudgets, events, unread, missing };
}

const NEEDED: ClusterPart[] = ["nodeClass", "nodeClaims", "nodes"];

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
