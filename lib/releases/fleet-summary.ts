import type { Tone } from "@/lib/platform/status";
import type { FleetView } from "./model";
import { type RunningNow, runningNow } from "./running-now";

export interface FleetSummary {
  tone: Tone;
  groups: RunningNow[];
  /** Instances that the load balancer does not call healthy, where it says anything at all. */
  unwell: number;
  /** The newest deployment rolled another one back. */
  rolledBack?: { by: string; of: string };
}

/** A fleet in one line. */
export function summariseFleet(fleet: FleetView): FleetSummary {
  const groups = runningNow(fleet);
  const judged = fleet.instances.filter((instance) => instance.health !== undefined);
  const unwell = judged.filter((instance) => instance.health !== "healthy").length;
  const newest = fleet.deployments[0];
  const of = newest?.rollback?.of;
  const settled = groups.length === 1 && groups[0]?.revision !== undefined;
  return {
    tone: groups.length === 0 ? "unknown" : unwell > 0 || !settled ? "running" : "succeeded",
    groups,
    unwell,
    ...(newest && of ? { rolledBack: { by: newest.id, of } } : {}),
  };
}
