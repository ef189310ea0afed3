import { KARPENTER, KARPENTER_AWS, NODE_CLASS, NODE_POOL } from "../clusters.ts";
import { KINDS } from "../objects/kinds.ts";
import { type KubeObject, suffix, withCondition } from "../objects/kube-object.ts";
import type { World } from "../world.ts";

/** On a claim that is made for one that shall go: its name. Karpenter keeps this in its memory. */
export const REPLACES = "lab.karpenter.sh/replaces";
export const DISRUPTED = { key: "karpenter.sh/disrupted", effect: "NoSchedule" };
const CLASS_REF = { group: KARPENTER_AWS, kind: "EC2NodeClass", name: NODE_CLASS };

export const claimsIn = ({ objects }: World): KubeObject[] => objects.list(KINDS.nodeClaims);
export const nodeOf = ({ objects }: World, claim: KubeObject): KubeObject | undefined =>
  claim.status?.nodeName ? objects.get(KINDS.nodes, claim.status.nodeName) : undefined;

export const isMarked = (node: KubeObject | undefined): boolean =>
  ((node?.spec?.taints ?? []) as { key: string }[]).some(({ key }) => key === DISRUPTED.key);

export function setMarked({ objects }: World, node: KubeObject, marked: boolean): void {
  if (isMarked(node) === marked) return;
  const others = ((node.spec?.taints ?? []) as { key: string }[]).filter(
    ({ key }) => key !== DISRUPTED.key,
  );
  objects.put({
    ...node,
    spec: { ...node.spec, taints: marked ? [...others, DISRUPTED] : others },
  });
}

export const newNodePool = (budget: string): KubeObject => ({
  apiVersion: `${KARPENTER}/v1`,
  kind: "NodePool",
  metadata: { name: NODE_POOL },
  spec: {
    template: {
      metadata: { labels: { team: "platform" } },
      spec: {
        nodeClassRef: CLASS_REF,
        expireAfter: "720h",
        requirements: [
          { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
          { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
        ],
      },
    },
    disruption: {
      consolidationPolicy: "WhenEmptyOrUnderutilized",
      consolidateAfter: "1m",
      budgets: [{ nodes: budget }],
    },
    limits: { cpu: "200" },
  },
});

/** A claim that nothing was done for yet; `index` spreads them over the zones. */
export function newClaim(index: number, replaces?: string): KubeObject {
  const zone = `us-east-1${"abc"[index % 3]}`;
  const claim: KubeObject = {
    apiVersion: `${KARPENTER}/v1`,
    kind: "NodeClaim",
    metadata: {
      name: `${NODE_POOL}-${suffix()}`,
      labels: {
        "karpenter.sh/nodepool": NODE_POOL,
        "karpenter.sh/capacity-type": "on-demand",
        "karpenter.k8s.aws/ec2nodeclass": NODE_CLASS,
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/os": "linux",
        "node.kubernetes.io/instance-type": "m7i.large",
        "topology.kubernetes.io/zone": zone,
        "topology.kubernetes.io/region": "us-east-1",
      },
      annotations: replaces ? { [REPLACES]: replaces } : {},
      finalizers: ["karpenter.sh/termination"],
    },
    spec: {
      nodeClassRef: CLASS_REF,
      expireAfter: "720h",
      requirements: [{ key: "kubernetes.io/arch", operator: "In", values: ["amd64"] }],
      resources: { requests: { cpu: "500m", memory: "512Mi", pods: "8" } },
    },
    status: {},
  };
  return ["Launched", "Registered", "Initialized"].reduce(
    (next, type) =>
      withCondition(
        next,
        type,
        "Unknown",
        "AwaitingReconciliation",
        "object is awaiting reconciliation",
      ),
    withCondition(
      claim,
      "Ready",
      "Unknown",
      "AwaitingReconciliation",
      "object is awaiting reconciliation",
    ),
  );
}
