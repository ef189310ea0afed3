import "server-only";
import type { CoreV1Event, V1Node } from "@kubernetes/client-node";
import type { ClusterFacts } from "@/lib/ami-updates/cluster-facts";
import { allPages, callCluster } from "./call-cluster";
import type { KubeClients } from "./kube-clients";
import { timeOf } from "./objects";

/** Kinds whose events tell of a rollout. Cluster-scoped objects have theirs in the namespace `default`. */
const TELLING = ["NodeClaim", "Node", "NodePool", "EC2NodeClass"];

/** @throws AppError */
export async function readNodes(
  context: string,
  clients: KubeClients,
): Promise<ClusterFacts["nodes"]> {
  const access = { verb: "list", group: "", resource: "nodes" } as const;
  const nodes = await callCluster(context, clients, access, ({ core }, options) =>
    allPages((limit, _continue) => core.listNode({ limit, _continue }, options)),
  );
  return nodes.map(nodeOf);
}

function nodeOf({ metadata, spec, status }: V1Node): ClusterFacts["nodes"][number] {
  const ready = status?.conditions?.find(({ type }) => type === "Ready");
  const readySince = timeOf(ready?.lastTransitionTime);
  const info = status?.nodeInfo;
  return {
    name: metadata?.name ?? "",
    ready: ready?.status === "True",
    ...(readySince ? { readySince } : {}),
    unschedulable: spec?.unschedulable ?? false,
    taints: (spec?.taints ?? []).map(({ key, effect }) => `${key}:${effect}`),
    kubelet: info?.kubeletVersion ?? "",
    kernel: info?.kernelVersion ?? "",
    runtime: info?.containerRuntimeVersion ?? "",
    osImage: info?.osImage ?? "",
  };
}

/** Those that allow no disruption although pods are there to be disrupted. @throws AppError */
export async function readDisruptionBudgets(
  context: string,
  clients: KubeClients,
): Promise<ClusterFacts["disruptionBudgets"]> {
  const access = { verb: "list", group: "policy", resource: "poddisruptionbudgets" } as const;
  const budgets = await callCluster(context, clients, access, ({ policy }, options) =>
    allPages((limit, _continue) =>
      policy.listPodDisruptionBudgetForAllNamespaces({ limit, _continue }, options),
    ),
  );
  return budgets.flatMap(({ metadata, status }) =>
    status?.disruptionsAllowed === 0 && (status.expectedPods ?? 0) > 0
      ? [
          {
            namespace: metadata?.namespace ?? "",
            name: metadata?.name ?? "",
            disruptionsAllowed: status.disruptionsAllowed,
            currentHealthy: status.currentHealthy ?? 0,
            desiredHealthy: status.desiredHealthy ?? 0,
          },
        ]
      : [],
  );
}

/** @throws AppError */
export async function readEvents(
  context: string,
  clients: KubeClients,
): Promise<ClusterFacts["events"]> {
  const access = { verb: "list", group: "", resource: "events" } as const;
  const lists = await Promise.all(
    TELLING.map((kind) =>
      callCluster(context, clients, access, ({ core }, options) =>
        allPages((limit, _continue) =>
          core.listNamespacedEvent(
            {
              namespace: "default",
              fieldSelector: `involvedObject.kind=${kind}`,
              limit,
              _continue,
            },
            options,
          ),
        ),
      ),
    ),
  );
  return lists.flat().map(eventOf);
}

function eventOf(event: CoreV1Event): ClusterFacts["events"][number] {
  const last = event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime;
  const firstAt = timeOf(event.firstTimestamp ?? event.eventTime);
  return {
    at: timeOf(last) ?? timeOf(event.metadata.creationTimestamp) ?? "",
    ...(firstAt ? { firstAt } : {}),
    type: event.type === "Warning" ? "Warning" : "Normal",
    reason: event.reason ?? "",
    kind: event.involvedObject.kind ?? "",
    name: event.involvedObject.name ?? "",
    message: event.message ?? "",
    count: event.series?.count ?? event.count ?? 1,
  };
}
