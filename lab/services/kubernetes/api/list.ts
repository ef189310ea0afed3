import { apiVersionOf } from "../objects/kinds.ts";
import type { KubeObject } from "../objects/kube-object.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import type { Route } from "./route.ts";
import { fieldSelector, labelSelector, type Matches } from "./selectors.ts";
import { KubeRefusal } from "./status.ts";

/** A list's objects and metadata; `limit` and `continue` page through it by name. */
export function listObjects(
  objects: ObjectStore,
  route: Route,
  query: URLSearchParams,
): { items: KubeObject[]; metadata: Record<string, unknown> } {
  const matches = selectorOf(route, query);
  const all = objects.list(route.kind, route.namespace).filter(matches);
  const after = query.get("continue");
  const from = after ? startOf(all, after) : 0;
  const limit = Number(query.get("limit") ?? 0);
  const items = limit > 0 ? all.slice(from, from + limit) : all.slice(from);
  const left = all.length - from - items.length;
  const last = items.at(-1);
  return {
    items,
    metadata: {
      resourceVersion: String(objects.version()),
      ...(left > 0 && last ? { continue: tokenOf(last), remainingItemCount: left } : {}),
    },
  };
}

/** Both selectors, and the name of a route that names one object. */
export function selectorOf(route: Route, query: URLSearchParams): Matches {
  const labels = labelSelector(query.get("labelSelector"));
  const fields = fieldSelector(query.get("fieldSelector"));
  return (object) =>
    labels(object) &&
    fields(object) &&
    (route.name === undefined || object.metadata.name === route.name) &&
    (route.namespace === undefined || object.metadata.namespace === route.namespace);
}

export const listKind = ({ kind }: Route) => ({
  kind: `${kind.kind}List`,
  apiVersion: apiVersionOf(kind),
});

const placeOf = ({ metadata }: KubeObject): string =>
  `${metadata.namespace ?? ""}/${metadata.name}`;

const tokenOf = (last: KubeObject): string =>
  Buffer.from(JSON.stringify({ v: 1, after: placeOf(last) })).toString("base64url");

function startOf(all: KubeObject[], token: string): number {
  let after: unknown;
  try {
    after = (JSON.parse(Buffer.from(token, "base64url").toString()) as { after?: unknown }).after;
  } catch {
    after = undefined;
  }
  if (typeof after !== "string") {
    throw new KubeRefusal(400, "BadRequest", "continue key is not valid");
  }
  const place: string = after;
  const found = all.findIndex((object) => placeOf(object) > place);
  return found < 0 ? all.length : found;
}
