import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "../../../core/wire/read-body.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import { authorise, identify } from "./authorise.ts";
import { discover } from "./discovery.ts";
import { listKind, listObjects } from "./list.ts";
import { isWatch, routeOf, verbOf } from "./route.ts";
import { KubeRefusal, noSuchResource, notFound, statusOf } from "./status.ts";
import { tableOf, wantsTable } from "./table.ts";
import { watchObjects } from "./watch.ts";
import { writeObject } from "./write.ts";

/** A cluster as its API serves it. */
export interface ServedCluster {
  objects: ObjectStore;
  version: string;
  endpoint: string;
  /** Milliseconds. */
  bookmark: number;
  /** Called after a write, so that the controllers look at it. */
  changed(): void;
}

/** Answers one request; `path` is below the cluster's address. */
export async function serveApi(
  cluster: ServedCluster,
  path: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  try {
    await answer(cluster, path, req, res);
  } catch (error) {
    if (!(error instanceof KubeRefusal)) throw error;
    sayJson(res, error.code, statusOf(error));
  }
}

async function answer(
  cluster: ServedCluster,
  path: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { objects } = cluster;
  const query = new URL(req.url ?? "/", "http://lab").searchParams;
  const user = identify(req);
  if (req.method === "GET") {
    if (/^\/(healthz|livez|readyz)$/.test(path)) return void res.end("ok");
    const found = discover(path, cluster.version, cluster.endpoint);
    if (found) return sayJson(res, 200, found);
  }
  const route = routeOf(path);
  const verb = route && verbOf(req.method, route, query);
  if (!route || !verb) throw noSuchResource();
  const { kind, name, namespace } = route;
  authorise(user, verb, kind, name, namespace);
  const asTable = wantsTable(req.headers.accept);
  const include = query.get("includeObject");
  if (verb === "watch" || isWatch(query))
    return watchObjects(res, objects, { route, query, asTable, bookmark: cluster.bookmark });
  if (verb === "list") {
    const { items, metadata } = listObjects(objects, route, query);
    if (asTable) return sayJson(res, 200, tableOf(kind, items, metadata, include));
    return sayJson(res, 200, { ...listKind(route), metadata, items });
  }
  if (verb === "get") {
    const found = objects.get(kind, name ?? "", namespace);
    if (!found) throw notFound(kind.plural, kind.group, name ?? "");
    const metadata = { resourceVersion: found.metadata.resourceVersion };
    return sayJson(res, 200, asTable ? tableOf(kind, [found], metadata, include) : found);
  }
  const body = parse(await readBody(req), verb === "delete");
  const written = writeObject(objects, verb, route, body, req.headers["content-type"] ?? "");
  cluster.changed();
  sayJson(res, verb === "create" ? 201 : 200, written);
}

function parse(body: Buffer, mayBeEmpty: boolean): unknown {
  if (body.length === 0 && mayBeEmpty) return undefined;
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new KubeRefusal(400, "BadRequest", "the body of the request is not JSON");
  }
}

export function sayJson(res: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  res.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  res.end(text);
}
