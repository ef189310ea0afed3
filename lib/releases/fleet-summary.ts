import type { Tone } from "@/lib/platform/status";
import type { FleetView } from "./model";
import { members, type RunningNow, runningNow } from "./running-now";

export interface FleetSummary {
  tone: Tone;
  groups: RunningNow[];
  /** Instances that the load balancer does not call healthy, where it says anything at all. */
  unwell: number;
  /** Instances between two revisions: a deployment is at work on them, or left them broken. */
  between: number;
  /** What runs now was brought by a deployment that rolled another one back. */
  rolledBack?: { by: string; of: string };
}

/** The fleet is there and everything about it was read, but no deployment has succeeded on it yet. */
export const nothingDeployed = (fleet: FleetView): boolean =>
  fleet.missing.length === 0 &&
  fleet.instances.length > 0 &&
  fleet.instances.every(({ revision }) => !revision) &&
  !fleet.deployments.some(({ status }) => status === "Succeeded");

/** A fleet in one line. */
export function summariseFleet(fleet: FleetView): FleetSummary {
  const groups = runningNow(fleet);
  // Old instances that are only kept get no traffic on purpose: that is no illness.
  const judged = members(fleet).filter((instance) => instance.health !== undefined);
  const unwell = judged.filter((instance) => instance.health !== "healthy").length;
  const current = new Set(members(fleet).map(({ deploymentId }) => deploymentId));
  const newest = fleet.deployments.find(({ id }) => current.has(id));
  const of = newest?.rollback?.of;
  const between = members(fleet).filter(({ changing }) => changing).length;
  const settled = between === 0 && groups.length === 1 && groups[0]?.revision !== undefined;
  return {
    tone: nothingDeployed(fleet)
      ? between > 0
        ? "running"
        : "queued"
      : groups.length + between === 0
        ? "unknown"
        : unwell > 0 || !settled
          ? "running"
          : "succeeded",
    groups,
    unwell,
    between,
    ...(newest && of ? { rolledBack: { by: newest.id, of } } : {}),
  };
}
