/** As the API has them, with only what is looked at; times are ISO 8601. */
export interface ClusterFacts {
  nodeClass?: {
    name: string;
    amiSelectorTerms: { id?: string; alias?: string; ssmParameter?: string }[];
    /** `status.amis[].id` */
    images: string[];
    conditions: Condition[];
  };
  nodePools: {
    name: string;
    budgets: { nodes: string; schedule?: string; duration?: string; reasons?: string[] }[];
    conditions: Condition[];
  }[];
  nodeClaims: {
    name: string;
    nodePool: string;
    imageId?: string;
    node?: string;
    instanceType?: string;
    zone?: string;
    createdAt: string;
    deletedAt?: string;
    conditions: Condition[];
  }[];
  nodes: {
    name: string;
    ready: boolean;
    /** When it became so. */
    readySince?: string;
    unschedulable: boolean;
    /** `karpenter.sh/disrupted:NoSchedule`, … */
    taints: string[];
    kubelet: string;
    kernel: string;
    /** `containerd://2.1.4` */
    runtime: string;
    osImage: string;
  }[];
  /** PodDisruptionBudgets that allow no disruption now. */
  disruptionBudgets: {
    namespace: string;
    name: string;
    disruptionsAllowed: number;
    currentHealthy: number;
    desiredHealthy: number;
  }[];
  events: {
    /** When it was last seen, and first. */
    at: string;
    firstAt?: string;
    type: "Normal" | "Warning";
    reason: string;
    kind: string;
    name: string;
    message: string;
    count: number;
  }[];
  /** Which parts could not be read: what is empty is then not known to be empty. */
  unread: ClusterPart[];
  /** The same, one sentence each. */
  missing: string[];
}

export type ClusterPart =
  | "nodeClass"
  | "nodePools"
  | "nodeClaims"
  | "nodes"
  | "disruptionBudgets"
  | "events";

export interface Condition {
  type: string;
  status: "True" | "False" | "Unknown";
  reason?: string;
  message?: string;
  since?: string;
}

export interface ApplicationFacts {
  name: string;
  sync: "Synced" | "OutOfSync" | "Unknown";
  revision?: string;
  health: string;
  autoSync: boolean;
  operation?: {
    phase: string;
    message?: string;
    revision?: string;
    startedAt?: string;
    finishedAt?: string;
  };
  history: { revision: string; deployedAt: string }[];
}
