import type { IncomingMessage, ServerResponse } from "node:http";
import type { Lab } from "../../core/contracts.ts";
import { readBody } from "../../core/wire/read-body.ts";
import { sayJson } from "./api/serve-api.ts";
import type { RunningCluster } from "./open-cluster.ts";
import type { ClusterFaults } from "./world.ts";

export const FAULTS_PREFIX = "/_lab/cluster-faults/";
const NAMES = ["failRegister", "capacity", "wrongKubelet"] as const;

/** `GET`, `PATCH` and `DELETE /_lab/cluster-faults/<cluster>`: what goes wrong with its machines. */
export async function answerFaults(
  lab: Lab,
  clusters: Map<string, RunningCluster>,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const name = (req.url ?? "").split("?", 1)[0]?.slice(FAULTS_PREFIX.length) ?? "";
  const cluster = clusters.get(name);
  if (!cluster) return sayJson(res, 404, { message: `The lab has no cluster "${name}".` });
  const kept = lab.store.collection<ClusterFaults>("kubernetes.faults");
  if (req.method === "DELETE") kept.put(name, {});
  else if (req.method === "PATCH") {
    const asked = parse(await readBody(req));
    if (!asked)
      return sayJson(res, 400, { message: `Faults are ${NAMES.join(", ")}, each true or false.` });
    kept.put(name, { ...kept.get(name), ...asked });
  } else if (req.method !== "GET")
    return sayJson(res, 405, { message: "The page takes GET, PATCH and DELETE." });
  if (req.method !== "GET") cluster.wake();
  sayJson(res, 200, kept.get(name) ?? {});
}

function parse(body: Buffer): ClusterFaults | undefined {
  try {
    const asked = JSON.parse(body.toString()) as Record<string, unknown>;
    const known = Object.entries(asked).every(
      ([name, on]) => NAMES.some((each) => each === name) && typeof on === "boolean",
    );
    return known ? (asked as ClusterFaults) : undefined;
  } catch {
    return undefined;
  }
}
