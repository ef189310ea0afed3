import { createHash } from "node:crypto";
import { KINDS } from "../objects/kinds.ts";
import { type KubeObject, timestamp } from "../objects/kube-object.ts";
import type { World } from "../world.ts";

/** Kubernetes keeps events for an hour; this many are enough to look at. */
const KEPT = 400;

/** Says something about an object, as controllers do; the same said again is counted, not too often. */
export function recordEvent(
  { objects, pace }: World,
  about: KubeObject,
  type: "Normal" | "Warning",
  reason: string,
  message: string,
  component = "karpenter",
): void {
  const hash = createHash("sha256")
    .update(`${reason}\0${message}\0${about.metadata.uid}`)
    .digest("hex");
  const name = `${about.metadata.name}.${hash.slice(0, 16)}`;
  const namespace = about.metadata.namespace ?? "default";
  const found = objects.get(KINDS.events, name, namespace);
  const now = timestamp();
  if (found && Date.now() - Date.parse(found.lastTimestamp) < pace.again) return;
  objects.put({
    apiVersion: "v1",
    kind: "Event",
    metadata: { name, namespace },
    involvedObject: {
      apiVersion: about.apiVersion,
      kind: about.kind,
      name: about.metadata.name,
      ...(about.metadata.namespace ? { namespace: about.metadata.namespace } : {}),
      uid: about.metadata.uid,
    },
    type,
    reason,
    message,
    source: { component },
    reportingComponent: component,
    reportingInstance: "",
    firstTimestamp: found?.firstTimestamp ?? now,
    lastTimestamp: now,
    eventTime: null,
    count: (found?.count ?? 0) + 1,
  });
  const all = objects.list(KINDS.events);
  if (all.length <= KEPT) return;
  const oldest = all.reduce((a, b) => (b.lastTimestamp < a.lastTimestamp ? b : a));
  objects.remove(oldest);
}
