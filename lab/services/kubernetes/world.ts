import type { Lab } from "../../core/contracts.ts";
import type { ClusterPlan } from "./clusters.ts";
import type { KubeObject } from "./objects/kube-object.ts";
import type { ObjectStore } from "./objects/object-store.ts";
import type { ClusterPace } from "./pace.ts";

/** What goes wrong in a cluster because somebody asked for it; kept with the state. */
export interface ClusterFaults {
  /** New machines run and never join. */
  failRegister?: boolean;
  /** No machine can be had. */
  capacity?: boolean;
  /** New machines come up with the kubelet of the minor before. */
  wrongKubelet?: boolean;
}

/** One cluster as its controllers see it. */
export interface World {
  lab: Lab;
  plan: ClusterPlan;
  objects: ObjectStore;
  pace: ClusterPace;
  faults(): ClusterFaults;
  /** Milliseconds since 1970 before which Karpenter does not try again. */
  notBefore: number;
}

/** What the controllers learned from outside before they act. */
export interface Outside {
  git?: GitState;
  /** Values of the SSM parameters that the node class names. */
  parameters: Map<string, string>;
}

/** The folder that Argo CD follows, at its branch's head. */
export interface GitState {
  revision: string;
  manifests: KubeObject[];
  /** Why the manifests cannot be read: one sentence. */
  problem?: string;
}
