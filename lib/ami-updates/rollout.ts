import type { NodeImage, Outcome, PullRequestRef } from "./model";

/** Where one node is on its way from the old image to the new one. */
export const NODE_STAGES = [
  /** Runs the old image, not yet looked at. */
  "old",
  /** Karpenter calls it drifted: to be replaced. */
  "drifted",
  /** Its workloads move away. */
  "draining",
  /** A new machine was asked for. */
  "launching",
  /** It runs and has not joined yet. */
  "registering",
  /** Joined, not ready yet. */
  "initializing",
  /** Runs the new image and is ready. */
  "replaced",
  /** It cannot come up, or cannot go. */
  "failed",
] as const;
export type NodeStage = (typeof NODE_STAGES)[number];

export interface RolloutNode {
  /** The NodeClaim's name, stable over its life. */
  claim: string;
  /** The Node's name, once it joined. */
  node?: string;
  nodePool: string;
  stage: NodeStage;
  /** When this stage began, ISO 8601. */
  since?: string;
  imageId?: string;
  kubelet?: string;
  kernel?: string;
  containerd?: string;
  osImage?: string;
  instanceType?: string;
  zone?: string;
  /** What on the node is not what the notes promised: one sentence each. */
  mismatches: string[];
  /** Why it does not move: one sentence each, with the budget or PodDisruptionBudget that blocks. */
  blocked: string[];
}

export interface ArgoState {
  application: string;
  sync: "Synced" | "OutOfSync" | "Unknown";
  health: string;
  /** Commit that it last synced. */
  revision?: string;
  /** It has the merge commit or a descendant of it; undefined when that cannot be told. */
  hasMerge?: boolean;
  operation?: { phase: string; message?: string; startedAt?: string; finishedAt?: string };
  /** A sync cannot happen by itself. */
  autoSync: boolean;
}

export interface ClusterEvent {
  at: string;
  type: "Normal" | "Warning";
  reason: string;
  /** `NodeClaim default-abcde` */
  object: string;
  message: string;
  count: number;
}

export const ROLLOUT_PHASES = [
  "waiting_for_merge",
  "waiting_for_sync",
  "waiting_for_drift",
  "replacing",
  "soaking",
  "done",
] as const;
export type RolloutPhase = (typeof ROLLOUT_PHASES)[number];

export interface Budget {
  nodePool: string;
  /** As written: `10%`, `1`. */
  nodes: string;
  /** How many may be disrupted at once now. */
  allowed: number;
  schedule?: string;
  reasons?: string[];
}

/** A target's rollout, read from the cluster now. Verified, stuck and regressed are judged, never assumed. */
export interface RolloutView {
  cluster: string;
  nodeClass: string;
  environment: string;
  updateId?: string;
  pull?: PullRequestRef;
  mergeCommit?: string;
  mergedAt?: string;
  from?: NodeImage;
  to?: NodeImage;
  phase: RolloutPhase;
  /** Absent while it is under way. */
  outcome?: Outcome;
  /** One sentence: what is true now, and since when. */
  why: string;
  since?: string;
  argo?: ArgoState;
  /** The node class as the cluster has it. */
  nodeClassReady?: boolean;
  nodeClassImages: string[];
  nodes: RolloutNode[];
  total: number;
  replaced: number;
  budgets: Budget[];
  events: ClusterEvent[];
  /** Parts that could not be read now, one sentence each. */
  missing: string[];
  /** The cluster did not answer: that no node, budget or event is listed then says nothing. */
  unread?: true;
  /** The pull request that takes the change back, once one was proposed. */
  revert?: PullRequestRef;
}
