import "server-only";
import type { ApplicationFacts, ClusterFacts } from "@/lib/ami-updates/cluster-facts";

export type { ApplicationFacts, ClusterFacts, Condition } from "@/lib/ami-updates/cluster-facts";

/** The clusters of the kubeconfig, read-only: get, list and watch. All throw AppError. */
export interface Clusters {
  /** Everything that a rollout of this node class is judged by, read at once. */
  readRollout(context: string, nodeClass: string): Promise<ClusterFacts>;
  /** Argo CD's Application; undefined when there is none. */
  readApplication(
    context: string,
    at: { namespace: string; application: string },
  ): Promise<ApplicationFacts | undefined>;
}
