import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Lab } from "../../core/contracts.ts";
import { CLUSTERS } from "./clusters.ts";

export const PREFIX = "/_lab/kubernetes/";

/** Writes `<state>/kubeconfig`: a context for each cluster, as the read-only user. */
export function writeKubeconfig(lab: Lab): void {
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": CLUSTERS[0]?.name,
    clusters: CLUSTERS.map(({ name }) => ({
      name,
      // Clients want to be told that plain HTTP is meant.
      cluster: { server: `${lab.endpoint}${PREFIX}${name}`, "insecure-skip-tls-verify": true },
    })),
    users: ["switchyard", "lab-admin"].map((name) => ({ name, user: { token: name } })),
    contexts: CLUSTERS.map(({ name }) => ({
      name,
      context: { cluster: name, user: "switchyard" },
    })),
  };
  writeFileSync(join(lab.stateDir, "kubeconfig"), stringify(config), { mode: 0o600 });
}
