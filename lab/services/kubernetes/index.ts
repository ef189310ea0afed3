/** Kubernetes clusters with Argo CD and Karpenter that behave: dev, staging and prod. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Lab, Service } from "../../core/contracts.ts";
import { routeOf, verbOf } from "./api/route.ts";
import { sayJson, serveApi } from "./api/serve-api.ts";
import { KubeRefusal, statusOf } from "./api/status.ts";
import { CLUSTERS, REPOSITORY } from "./clusters.ts";
import { answerFaults, FAULTS_PREFIX } from "./faults-page.ts";
import { openCluster, type RunningCluster } from "./open-cluster.ts";
import { readPace } from "./pace.ts";
import { PREFIX, writeKubeconfig } from "./write-kubeconfig.ts";

export default function createKubernetes(lab: Lab): Service {
  const pace = readPace();
  const clusters = new Map<string, RunningCluster>();
  for (const plan of CLUSTERS) clusters.set(plan.name, openCluster(lab, plan, pace));
  let forget = () => {};

  return {
    name: "kubernetes",
    protocol: "rest-json",
    pages: {
      [PREFIX]: async (req, res) => {
        const { name, path } = placeOf(req);
        const cluster = clusters.get(name);
        if (!cluster) return sayJson(res, 404, { message: `The lab has no cluster "${name}".` });
        const { objects, plan } = cluster.world;
        const served = {
          objects,
          version: plan.version,
          endpoint: lab.endpoint,
          bookmark: pace.bookmark,
          changed: cluster.wake,
        };
        await serveApi(served, path, req, res);
      },
      [FAULTS_PREFIX]: (req, res) => answerFaults(lab, clusters, req, res),
    },
    pageFaults: { operationOf, refuse },
    async start() {
      writeKubeconfig(lab);
      forget = lab.onEvent((event) => {
        if (event.source !== "lab.github" || event["detail-type"] !== "Push") return;
        if (event.detail?.name === REPOSITORY.name)
          for (const cluster of clusters.values()) cluster.refresh();
      });
      for (const cluster of clusters.values()) cluster.wake();
    },
    async stop() {
      forget();
      await Promise.all([...clusters.values()].map((cluster) => cluster.stop()));
    },
  };
}

/** The cluster's name, and what follows it in the path. */
function placeOf(req: IncomingMessage): { name: string; path: string } {
  const [full = ""] = (req.url ?? "/").split("?", 1);
  const [name = "", ...rest] = full.slice(PREFIX.length).split("/");
  return { name, path: `/${rest.join("/")}` };
}

/** `ListNodes`, `GetApplications`, `WatchNodeclaims`: what `lab fault … kubernetes` names. */
function operationOf(req: IncomingMessage): string | undefined {
  const { path } = placeOf(req);
  const route = req.url?.startsWith(PREFIX) ? routeOf(path) : undefined;
  const verb =
    route && verbOf(req.method, route, new URL(req.url ?? "/", "http://lab").searchParams);
  if (!route || !verb) return undefined;
  const title = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  return `${title(verb)}${title(route.kind.plural)}`;
}

const REASONS: Record<number, string> = {
  401: "Unauthorized",
  403: "Forbidden",
  429: "TooManyRequests",
  500: "InternalError",
  503: "ServiceUnavailable",
};

function refuse(
  res: ServerResponse,
  error: { status: number; code: string; message: string },
): void {
  const status = /Throttl/.test(error.code) ? 429 : error.status;
  const refusal = new KubeRefusal(status, REASONS[status] ?? "Unknown", error.message);
  sayJson(res, status, statusOf(refusal));
}
