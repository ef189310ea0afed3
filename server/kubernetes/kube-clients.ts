import "server-only";
import { statSync } from "node:fs";
import { CoreV1Api, CustomObjectsApi, KubeConfig, PolicyV1Api } from "@kubernetes/client-node";
import { AppError } from "@/server/platform/errors";

export interface KubeClients {
  core: CoreV1Api;
  policy: PolicyV1Api;
  custom: CustomObjectsApi;
  /** A command gives the credentials, as on EKS; its output is never told on. */
  byCommand: boolean;
  /** How long one call may take, credentials included. */
  deadlineMs: number;
}

/**
 * Clients by the context's name, kept until a file of the kubeconfig changes. Without `kubeconfig` the
 * library's own defaults hold: KUBECONFIG, ~/.kube/config, or the pod's service account.
 */
export function kubeClients(
  kubeconfig: string | undefined,
  deadlineMs: number,
): (context: string) => KubeClients {
  const files = kubeconfig?.split(":").filter(Boolean) ?? [];
  const kept = new Map<string, KubeClients>();
  let stamp: string | undefined;
  return (context) => {
    const now = files.map(stampOf).join();
    if (now !== stamp) kept.clear();
    stamp = now;
    const found = kept.get(context) ?? open(load(files), context, deadlineMs);
    kept.set(context, found);
    return found;
  };
}

function load(files: string[]): KubeConfig {
  const config = new KubeConfig();
  try {
    const [first, ...more] = files;
    if (first === undefined) config.loadFromDefault();
    else config.loadFromFile(first);
    for (const file of more) {
      const other = new KubeConfig();
      other.loadFromFile(file);
      config.mergeConfig(other, true);
    }
  } catch {
    // What the parser says quotes the file, and the file holds credentials.
    throw new AppError("upstream", "The kubeconfig cannot be read.", {
      retryable: false,
      effect: "none",
    });
  }
  return config;
}

function open(config: KubeConfig, context: string, deadlineMs: number): KubeClients {
  if (!config.getContextObject(context))
    throw new AppError("not_found", `The kubeconfig has no context ${context}.`);
  config.setCurrentContext(context);
  const user = config.getCurrentUser();
  try {
    return {
      core: config.makeApiClient(CoreV1Api),
      policy: config.makeApiClient(PolicyV1Api),
      custom: config.makeApiClient(CustomObjectsApi),
      byCommand: user?.exec !== undefined || user?.authProvider !== undefined,
      deadlineMs,
    };
  } catch {
    throw new AppError("upstream", `The kubeconfig's context ${context} names no cluster.`, {
      retryable: false,
      effect: "none",
    });
  }
}

function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs}/${stat.size}` : "";
}
