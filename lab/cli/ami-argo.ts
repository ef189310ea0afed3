import { APPLICATION } from "../services/kubernetes/clusters.ts";
import { callCluster } from "./call-cluster.ts";
import { findLab, LAB_OPTIONS } from "./find-lab.ts";
import { parseCommandLine, UsageError } from "./options.ts";

const PATH = `/apis/argoproj.io/v1alpha1/namespaces/${APPLICATION.namespace}/applications/${APPLICATION.name}`;

/** `lab ami argo pause|resume <cluster>`: Argo CD's auto-sync off, and on again. */
export async function amiArgo(args: string[]): Promise<void> {
  const line = parseCommandLine(args, { values: LAB_OPTIONS });
  const [deed = "", cluster, ...more] = line.positional;
  if (!["pause", "resume"].includes(deed) || !cluster || more.length > 0)
    throw new UsageError("ami argo takes pause or resume and a cluster: ami argo pause prod.");
  const automated = deed === "pause" ? null : { prune: false, selfHeal: true };
  await callCluster(await findLab(line), cluster, "PATCH", PATH, {
    spec: { syncPolicy: { automated } },
  });
  console.log(
    `Argo CD ${deed === "pause" ? "no longer syncs" : "syncs"} ${APPLICATION.name} in ${cluster} by itself.`,
  );
}
