import { ALL_KINDS, apiVersionOf, type Kind } from "../objects/kinds.ts";
import type { Verb } from "./authorise.ts";

/** What a path below the cluster's address names. */
export interface Route {
  kind: Kind;
  namespace?: string;
  name?: string;
  /** `status` */
  subresource?: string;
}

/** `/api/v1/namespaces/shop/pods/a`, `/apis/karpenter.sh/v1/nodeclaims`; undefined for what is not served. */
export function routeOf(path: string): Route | undefined {
  const match = path.match(/^\/(?:api\/(v1)|apis\/([^/]+\/[^/]+))\/(.+?)\/?$/);
  if (!match) return undefined;
  const apiVersion = match[1] ?? match[2];
  const parts = (match[3] ?? "").split("/").map(decodeURIComponent);
  const find = (plural: string | undefined) =>
    ALL_KINDS.find((kind) => apiVersionOf(kind) === apiVersion && kind.plural === plural);
  if (parts[0] === "namespaces" && parts.length >= 3) {
    const [, namespace, plural, name, subresource] = parts;
    const kind = find(plural);
    return kind?.namespaced ? routed(kind, namespace, name, subresource) : undefined;
  }
  const [plural, name, subresource] = parts;
  const kind = find(plural);
  if (!kind || (kind.namespaced && name !== undefined)) return undefined;
  return routed(kind, undefined, name, subresource);
}

const routed = (
  kind: Kind,
  namespace: string | undefined,
  name: string | undefined,
  subresource: string | undefined,
): Route => ({
  kind,
  ...(namespace ? { namespace } : {}),
  ...(name ? { name } : {}),
  ...(subresource ? { subresource } : {}),
});

/** The verb as RBAC names it; undefined for methods that are not served. */
export function verbOf(
  method: string | undefined,
  route: Route,
  query: URLSearchParams,
): Verb | undefined {
  if (method === "GET") {
    if (isWatch(query)) return "watch";
    return route.name ? "get" : "list";
  }
  const verbs: Record<string, Verb> = {
    POST: "create",
    PUT: "update",
    PATCH: "patch",
    DELETE: "delete",
  };
  return verbs[method ?? ""];
}

export const isWatch = (query: URLSearchParams): boolean =>
  ["1", "true"].includes(query.get("watch") ?? "");
