import "server-only";
import type { ApplicationFacts } from "@/lib/ami-updates/cluster-facts";
import { isAppError } from "@/server/platform/errors";
import { callCluster } from "./call-cluster";
import type { KubeClients } from "./kube-clients";
import { type Application, timeOf } from "./objects";

/** Argo CD's Application; undefined when there is none, or no Argo CD. @throws AppError */
export async function readApplication(
  context: string,
  clients: KubeClients,
  at: { namespace: string; application: string },
): Promise<ApplicationFacts | undefined> {
  const access = { verb: "get", group: "argoproj.io", resource: "applications" } as const;
  try {
    const found = await callCluster(context, clients, access, ({ custom }, options) =>
      custom.getNamespacedCustomObject(
        {
          group: "argoproj.io",
          version: "v1alpha1",
          namespace: at.namespace,
          plural: "applications",
          name: at.application,
        },
        options,
      ),
    );
    return factsOf(found as Application);
  } catch (error) {
    if (isAppError(error) && (error as { code?: string }).code === "not_found") return undefined;
    throw error;
  }
}

function factsOf({ metadata, spec, status }: Application): ApplicationFacts {
  const automated = spec?.syncPolicy?.automated;
  const history = (status?.history ?? []).flatMap(({ revision, deployedAt }) =>
    revision ? [{ revision, deployedAt: timeOf(deployedAt) ?? "" }] : [],
  );
  const sync = status?.sync?.status;
  // While out of sync, `sync.revision` is what it was compared with, not what the cluster has.
  const revision = sync === "Synced" ? status?.sync?.revision : history.at(-1)?.revision;
  const operation = operationOf(status?.operationState);
  return {
    name: metadata.name,
    sync: sync === "Synced" || sync === "OutOfSync" ? sync : "Unknown",
    ...(revision ? { revision } : {}),
    health: status?.health?.status ?? "Unknown",
    autoSync: automated != null && automated.enabled !== false,
    ...(operation ? { operation } : {}),
    history,
  };
}

function operationOf(
  state: NonNullable<Application["status"]>["operationState"],
): ApplicationFacts["operation"] {
  if (!state?.phase) return undefined;
  const { phase, message } = state;
  const revision = state.syncResult?.revision ?? state.operation?.sync?.revision;
  const startedAt = timeOf(state.startedAt);
  const finishedAt = timeOf(state.finishedAt);
  return {
    phase,
    ...(message ? { message } : {}),
    ...(revision ? { revision } : {}),
    ...(startedAt ? { startedAt } : {}),
    ...(finishedAt ? { finishedAt } : {}),
  };
}
