import type { Kind } from "../objects/kinds.ts";
import type { KubeObject } from "../objects/kube-object.ts";

/** Whether a client would rather have a table, as kubectl does. */
export const wantsTable = (accept: string | undefined): boolean => /;as=Table\b/.test(accept ?? "");

/** The printed form of objects; `include` is `includeObject` of the request. */
export function tableOf(
  kind: Kind,
  objects: KubeObject[],
  metadata: Record<string, unknown>,
  include: string | null,
) {
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata,
    columnDefinitions: kind.columns.map(({ name, type, format, priority }) => ({
      name,
      type,
      format: format ?? "",
      description: `${name} of the ${kind.kind}`,
      priority,
    })),
    rows: objects.map((object) => ({
      cells: kind.columns.map((column) => column.value(object)),
      ...(include === "None" ? {} : { object: include === "Object" ? object : partOf(object) }),
    })),
  };
}

const partOf = ({ metadata }: KubeObject) => ({
  kind: "PartialObjectMetadata",
  apiVersion: "meta.k8s.io/v1",
  metadata,
});
