import { apiVersionOf } from "../objects/kinds.ts";
import type { KubeObject } from "../objects/kube-object.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import type { Route } from "./route.ts";
import { KubeRefusal, notFound } from "./status.ts";

/** Creates, replaces, patches or deletes one object; gives it as it then is. @throws KubeRefusal */
export function writeObject(
  objects: ObjectStore,
  verb: "create" | "update" | "patch" | "delete",
  route: Route,
  body: unknown,
  contentType: string,
): KubeObject {
  const { kind, namespace } = route;
  if (verb === "create") {
    const given = asObject(body, route);
    if (objects.get(kind, given.metadata.name, namespace)) {
      const full = [kind.plural, kind.group].filter(Boolean).join(".");
      throw new KubeRefusal(
        409,
        "AlreadyExists",
        `${full} "${given.metadata.name}" already exists`,
      );
    }
    return objects.put(given);
  }
  const name = route.name ?? "";
  const found = objects.get(kind, name, namespace);
  if (!found) throw notFound(kind.plural, kind.group, name);
  if (verb === "delete") {
    objects.remove(found);
    return found;
  }
  const next = verb === "update" ? asObject(body, route) : patched(found, body, contentType);
  const expected = next.metadata.resourceVersion;
  if (expected !== undefined && expected !== found.metadata.resourceVersion) {
    throw new KubeRefusal(
      409,
      "Conflict",
      `Operation cannot be fulfilled on ${kind.plural} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
    );
  }
  if (next.metadata.name !== name)
    throw new KubeRefusal(
      400,
      "BadRequest",
      "the name of the object does not match the name on the URL",
    );
  return objects.put(next);
}

function asObject(body: unknown, { kind, namespace }: Route): KubeObject {
  const given = body as Partial<KubeObject> | null;
  if (typeof given !== "object" || !given?.metadata?.name)
    throw new KubeRefusal(422, "Invalid", `${kind.kind} is invalid: metadata.name: Required value`);
  return {
    ...given,
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
    metadata: {
      ...given.metadata,
      ...(kind.namespaced ? { namespace: namespace ?? "default" } : {}),
    },
  };
}

function patched(found: KubeObject, body: unknown, contentType: string): KubeObject {
  if (!/merge-patch/.test(contentType) || typeof body !== "object" || body === null)
    throw new KubeRefusal(
      415,
      "UnsupportedMediaType",
      "the body of the request was in an unknown format - accepted media types include: application/merge-patch+json",
    );
  return merge(found, body) as KubeObject;
}

/** RFC 7396. */
function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const base: Record<string, unknown> =
    typeof target === "object" && target !== null && !Array.isArray(target)
      ? { ...(target as Record<string, unknown>) }
      : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete base[key];
    else base[key] = merge(base[key], value);
  }
  return base;
}
