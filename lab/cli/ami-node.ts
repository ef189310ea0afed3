import { WORKLOAD } from "../services/kubernetes/clusters.ts";
import { newDisruptionBudget } from "../services/kubernetes/controllers/workload.ts";
import type { KubeObject } from "../services/kubernetes/objects/kube-object.ts";
import { conditionOf } from "../services/kubernetes/objects/kube-object.ts";
import { callCluster } from "./call-cluster.ts";
import { callPage } from "./call-lab.ts";
import { type FoundLab, findLab, LAB_OPTIONS } from "./find-lab.ts";
import { parseCommandLine, UsageError } from "./options.ts";

const BUDGET = `/apis/policy/v1/namespaces/${WORKLOAD.namespace}/poddisruptionbudgets/${WORKLOAD.name}`;

type Deed = (lab: FoundLab, cluster: string) => Promise<string[]>;

const DEEDS: Record<string, Deed> = {
  list: listNodes,
  "fail-register": fault("failRegister", "New machines of $ run and never join."),
  capacity: fault("capacity", "No machine can be had in $."),
  "wrong-kubelet": fault("wrongKubelet", "New machines of $ come up with an older kubelet."),
  async block(lab, cluster) {
    await callCluster(lab, cluster, "PATCH", BUDGET, { spec: { maxUnavailable: 0 } });
    return [
      `PodDisruptionBudget ${WORKLOAD.namespace}/${WORKLOAD.name} of ${cluster} allows no disruption.`,
    ];
  },
  async clear(lab, cluster) {
    await callPage(lab.endpoint, "DELETE", `cluster-faults/${cluster}`);
    const { maxUnavailable } = newDisruptionBudget().spec;
    await callCluster(lab, cluster, "PATCH", BUDGET, { spec: { maxUnavailable } });
    return [`Nothing is wrong in ${cluster} any more.`];
  },
};

/** `lab ami node <deed> <cluster>`: what goes wrong with a cluster's machines. */
export async function amiNode(args: string[]): Promise<void> {
  const line = parseCommandLine(args, { values: LAB_OPTIONS });
  const [name = "", cluster, ...more] = line.positional;
  const deed = Object.hasOwn(DEEDS, name) ? DEEDS[name] : undefined;
  if (!deed || !cluster || more.length > 0)
    throw new UsageError(
      `ami node takes ${Object.keys(DEEDS).join(", ")} and a cluster: ami node block prod.`,
    );
  for (const said of await deed(await findLab(line), cluster)) console.log(said);
}

function fault(name: string, said: string): Deed {
  return async (lab, cluster) => {
    await callPage(lab.endpoint, "PATCH", `cluster-faults/${cluster}`, { [name]: true });
    return [said.replace("$", cluster)];
  };
}

async function listNodes(lab: FoundLab, cluster: string): Promise<string[]> {
  const list = (path: string) =>
    callCluster<{ items: KubeObject[] }>(lab, cluster, "GET", path).then(({ items }) => items);
  const [claims, nodes] = await Promise.all([
    list("/apis/karpenter.sh/v1/nodeclaims"),
    list("/api/v1/nodes"),
  ]);
  const byName = new Map(nodes.map((node) => [node.metadata.name, node]));
  return claims.map((claim) => {
    const node = byName.get(claim.status?.nodeName);
    const state = claim.metadata.deletionTimestamp
      ? "draining"
      : conditionOf(claim, "Drifted")?.status === "True"
        ? "drifted"
        : conditionOf(claim, "Ready")?.status === "True"
          ? "ready"
          : "coming up";
    const parts = [
      claim.metadata.name,
      state.padEnd(9),
      claim.status?.imageID ?? "no image yet",
      node?.status?.nodeInfo?.kubeletVersion ?? "",
    ];
    return `  ${parts.join("  ")}`.trimEnd();
  });
}
