import "server-only";
import type { Clusters } from "@/server/kubernetes/contracts";

/**
 * Clusters whose client is loaded with the first look: it is large, and the functions of the workflow
 * never look at a cluster.
 */
export function clustersWhenAsked(settings: { kubeconfig?: string }): Clusters {
  let opened: Promise<Clusters> | undefined;
  const clusters = () => {
    opened ??= import("@/server/kubernetes/clusters").then((module) => module.clusters(settings));
    return opened;
  };
  return {
    readRollout: async (...asked) => (await clusters()).readRollout(...asked),
    readApplication: async (...asked) => (await clusters()).readApplication(...asked),
  };
}
