import "server-only";
import type { Clusters } from "./contracts";
import { kubeClients } from "./kube-clients";
import { readApplication } from "./read-application";
import { type ClusterLists, readLists } from "./read-lists";
import { selectFacts } from "./select-facts";

/** Longer than an API server ever takes for a list, shorter than a person waits. */
const DEADLINE_MS = 10_000;

/** The clusters of a kubeconfig (several files by colons, as KUBECONFIG has them), each by its context. */
export function clusters(settings: { kubeconfig?: string; deadlineMs?: number } = {}): Clusters {
  const open = kubeClients(settings.kubeconfig, settings.deadlineMs ?? DEADLINE_MS);
  /** Node classes of one cluster that are read at the same time share one look at it. */
  const looking = new Map<string, Promise<ClusterLists>>();
  const look = (context: string): Promise<ClusterLists> => {
    const found = looking.get(context);
    if (found) return found;
    const reading = readLists(context, open(context)).finally(() => looking.delete(context));
    looking.set(context, reading);
    return reading;
  };
  return {
    readRollout: async (context, nodeClass) => selectFacts(await look(context), nodeClass),
    readApplication: async (context, at) => readApplication(context, open(context), at),
  };
}
