import "server-only";
import type { Clusters } from "./contracts";
import { kubeClients } from "./kube-clients";
import { readApplication } from "./read-application";
import { readRollout } from "./read-rollout";

/** The clusters of a kubeconfig (several files by colons, as KUBECONFIG has them), each by its context. */
export function clusters(settings: { kubeconfig?: string } = {}): Clusters {
  const open = kubeClients(settings.kubeconfig);
  return {
    readRollout: async (context, nodeClass) => readRollout(context, open(context), nodeClass),
    readApplication: async (context, at) => readApplication(context, open(context), at),
  };
}
