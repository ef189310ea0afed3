/** A Kubernetes object as JSON; each controller narrows what it reads. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: KubeMetadata;
  // biome-ignore lint/suspicious/noExplicitAny: every kind has its own fields
  [field: string]: any;
}

export interface KubeMetadata {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string }[];
}

export interface KubeCondition {
  type: string;
  status: "True" | "False" | "Unknown";
  reason?: string;
  message?: string;
  lastTransitionTime: string;
}

/** Kubernetes tells whole seconds. */
export const timestamp = (at: Date = new Date()): string => `${at.toISOString().slice(0, 19)}Z`;

export const conditionOf = (
  object: KubeObject | undefined,
  type: string,
): KubeCondition | undefined =>
  (object?.status?.conditions as KubeCondition[] | undefined)?.find((each) => each.type === type);

export const isTrue = (object: KubeObject | undefined, type: string): boolean =>
  conditionOf(object, type)?.status === "True";

/** A copy with the condition set; its time moves only when its status does. */
export function withCondition(
  object: KubeObject,
  type: string,
  status: KubeCondition["status"],
  reason: string = type,
  message = "",
): KubeObject {
  const before = conditionOf(object, type);
  const condition: KubeCondition = {
    type,
    status,
    reason,
    message,
    lastTransitionTime: before?.status === status ? before.lastTransitionTime : timestamp(),
  };
  const all = (object.status?.conditions ?? []) as KubeCondition[];
  const conditions = before
    ? all.map((each) => (each.type === type ? condition : each))
    : [...all, condition];
  return { ...object, status: { ...object.status, conditions } };
}

export const withoutCondition = (object: KubeObject, type: string): KubeObject => ({
  ...object,
  status: {
    ...object.status,
    conditions: ((object.status?.conditions ?? []) as KubeCondition[]).filter(
      (each) => each.type !== type,
    ),
  },
});

/** Five letters as Kubernetes appends them to generated names. */
export function suffix(): string {
  const letters = "bcdfghjklmnpqrstvwxz2456789";
  return Array.from(
    crypto.getRandomValues(new Uint8Array(5)),
    (n) => letters[n % letters.length],
  ).join("");
}
