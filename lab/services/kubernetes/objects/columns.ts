import { conditionOf, type KubeObject } from "./kube-object.ts";

/** A column of `kubectl get`; those of priority 1 are shown with `-o wide`. */
export interface Column {
  name: string;
  type: "string" | "integer";
  format?: string;
  priority: number;
  value(object: KubeObject): string | number;
}

const column = (
  name: string,
  value: (object: KubeObject) => string | number | undefined | null,
  options: { wide?: boolean; type?: Column["type"]; format?: string } = {},
): Column => ({
  name,
  type: options.type ?? "string",
  ...(options.format ? { format: options.format } : {}),
  priority: options.wide ? 1 : 0,
  value: (object) => value(object) ?? "",
});
const wide = { wide: true };

const NAME = column("Name", ({ metadata }) => metadata.name, { format: "name" });
const AGE = column("Age", ({ metadata }) => age(metadata.creationTimestamp));
const READY = column("Ready", (object) => conditionOf(object, "Ready")?.status);
const label = (object: KubeObject, name: string) => object.metadata.labels?.[name];

export const NAMESPACES = [NAME, column("Status", ({ status }) => status?.phase), AGE];

export const NODES = [
  NAME,
  column("Status", (node) =>
    [
      conditionOf(node, "Ready")?.status === "True" ? "Ready" : "NotReady",
      node.spec?.unschedulable ? "SchedulingDisabled" : "",
    ]
      .filter(Boolean)
      .join(","),
  ),
  column("Roles", () => "<none>"),
  AGE,
  column("Version", ({ status }) => status?.nodeInfo?.kubeletVersion),
  column("Internal-IP", ({ status }) => addressOf(status, "InternalIP"), wide),
  column("External-IP", ({ status }) => addressOf(status, "ExternalIP"), wide),
  column("OS-Image", ({ status }) => status?.nodeInfo?.osImage, wide),
  column("Kernel-Version", ({ status }) => status?.nodeInfo?.kernelVersion, wide),
  column("Container-Runtime", ({ status }) => status?.nodeInfo?.containerRuntimeVersion, wide),
];

export const PODS = [
  NAME,
  column("Ready", ({ status }) => (status?.phase === "Running" ? "1/1" : "0/1")),
  column("Status", ({ status }) => status?.phase),
  column("Restarts", () => 0, { type: "integer" }),
  AGE,
  column("IP", ({ status }) => status?.podIP ?? "<none>", wide),
  column("Node", ({ spec }) => spec?.nodeName ?? "<none>", wide),
  column("Nominated Node", () => "<none>", wide),
  column("Readiness Gates", () => "<none>", wide),
];

export const EVENTS = [
  column("Last Seen", ({ lastTimestamp }) => age(lastTimestamp)),
  column("Type", ({ type }) => type),
  column("Reason", ({ reason }) => reason),
  column(
    "Object",
    ({ involvedObject }) => `${involvedObject?.kind?.toLowerCase()}/${involvedObject?.name}`,
  ),
  column("Subobject", () => "", wide),
  column("Source", ({ source }) => source?.component, wide),
  column("Message", ({ message }) => message),
  column("First Seen", ({ firstTimestamp }) => age(firstTimestamp), wide),
  column("Count", ({ count }) => count, { ...wide, type: "integer" }),
  column("Name", ({ metadata }) => metadata.name, { ...wide, format: "name" }),
];

export const DISRUPTION_BUDGETS = [
  NAME,
  column("Min Available", ({ spec }) => spec?.minAvailable ?? "N/A"),
  column("Max Unavailable", ({ spec }) => spec?.maxUnavailable ?? "N/A"),
  column("Allowed Disruptions", ({ status }) => status?.disruptionsAllowed, { type: "integer" }),
  AGE,
];

export const NODE_POOLS = [
  NAME,
  column("NodeClass", ({ spec }) => spec?.template?.spec?.nodeClassRef?.name),
  column("Nodes", ({ status }) => status?.resources?.nodes),
  READY,
  AGE,
  column("Weight", ({ spec }) => spec?.weight, { ...wide, type: "integer" }),
  column("CPU", ({ status }) => status?.resources?.cpu, wide),
  column("Memory", ({ status }) => status?.resources?.memory, wide),
];

export const NODE_CLAIMS = [
  NAME,
  column("Type", (claim) => label(claim, "node.kubernetes.io/instance-type")),
  column("Capacity", (claim) => label(claim, "karpenter.sh/capacity-type")),
  column("Zone", (claim) => label(claim, "topology.kubernetes.io/zone")),
  column("Node", ({ status }) => status?.nodeName),
  READY,
  AGE,
  column("ImageID", ({ status }) => status?.imageID, wide),
  column("ID", ({ status }) => status?.providerID, wide),
  column("NodePool", (claim) => label(claim, "karpenter.sh/nodepool"), wide),
  column("NodeClass", ({ spec }) => spec?.nodeClassRef?.name, wide),
  column("Drifted", (claim) => conditionOf(claim, "Drifted")?.status, wide),
];

export const NODE_CLASSES = [NAME, READY, AGE, column("Role", ({ spec }) => spec?.role, wide)];

export const APPLICATIONS = [
  NAME,
  column("Sync Status", ({ status }) => status?.sync?.status),
  column("Health Status", ({ status }) => status?.health?.status),
  column("Revision", ({ status }) => status?.sync?.revision, wide),
  column("Project", ({ spec }) => spec?.project, wide),
];

const addressOf = (
  status: { addresses?: { type: string; address: string }[] } | undefined,
  type: string,
) => status?.addresses?.find((each) => each.type === type)?.address ?? "<none>";

/** `12s`, `5m`, `3h`, `2d`, as kubectl abbreviates. */
export function age(at: string | undefined): string {
  if (!at) return "<unknown>";
  const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(at)) / 1_000));
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 7_200) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}
