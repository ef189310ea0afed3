/** The clusters of the lab. Everything that differs between them is here. */
export interface ClusterPlan {
  name: string;
  /** How many machines its workload wants: one pod each. */
  nodes: number;
  /** Disruption budget of its node pool. */
  budget: string;
  /** Version of the control plane. */
  version: string;
}

export const CLUSTERS: readonly ClusterPlan[] = [
  { name: "dev", nodes: 3, budget: "50%", version: "1.34" },
  { name: "staging", nodes: 4, budget: "25%", version: "1.34" },
  { name: "prod", nodes: 12, budget: "1", version: "1.34" },
];

export const REPOSITORY = { owner: "platform", name: "eks-config", branch: "main" };
/** Argo CD's Application follows this folder. */
export const folderOf = (cluster: string): string => `karpenter-configs/clusters/${cluster}`;
export const MANIFEST = "nodeclass.yaml";

export const NODE_CLASS = "default";
export const NODE_POOL = "default";
export const APPLICATION = { namespace: "argocd", name: "karpenter-nodeclass" };
/** What runs on the machines, so that there is something to drain. */
export const WORKLOAD = { namespace: "shop", name: "checkout" };

export const CORE = "";
export const KARPENTER = "karpenter.sh";
export const KARPENTER_AWS = "karpenter.k8s.aws";
export const ARGO = "argoproj.io";
