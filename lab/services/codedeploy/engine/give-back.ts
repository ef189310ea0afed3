import type { DeploymentRecord } from "../model.ts";
import type { Registry } from "../registry.ts";
import { endFleet, moveGroups } from "./blue-green.ts";
import { HEALTH_CONSTRAINTS, NO_INSTANCES } from "./failures.ts";
import { LIFECYCLE, pendingEvents } from "./lifecycle.ts";
import { rollOut } from "./roll-out.ts";
import type { Ending } from "./settle.ts";
import { stopEnding } from "./stop-ending.ts";

/**
 * The rollback of a blue/green deployment: the old fleet gets the traffic again, the new one loses
 * it and ends. Nothing is installed, because the old fleet still runs what it ran.
 */
export async function giveBack(registry: Registry, rollback: DeploymentRecord): Promise<Ending> {
  const { deploymentId } = rollback;
  const failed = registry.deployment(rollback.givesBackTrafficOf);
  const { blueGroup: blue = "", greenGroup: green = "" } = failed;
  const targets = (group: string, label: "Blue" | "Green", events: readonly string[]) =>
    registry.fleet.running(group).map((instance) => {
      if (!registry.targets.get(`${deploymentId}/${instance.id}`)) {
        registry.putTarget({
          deploymentId,
          id: instance.id,
          label,
          status: "Pending",
          lastUpdatedAt: Date.now(),
          events: pendingEvents(events),
        });
      }
      return instance.id;
    });
  const blues = targets(blue, "Blue", LIFECYCLE.allow);
  const greens = targets(green, "Green", LIFECYCLE.block);
  if (blues.length === 0) return { status: "Failed", error: NO_INSTANCES };

  for (const [targetIds, events] of [
    [blues, LIFECYCLE.allow],
    [greens, LIFECYCLE.block],
  ] as const) {
    if (targetIds.length === 0) continue;
    const result = await rollOut(registry, {
      deploymentId,
      targetIds,
      events,
      becomes: "Succeeded",
    });
    if (result === "stopped") return stopEnding(registry, deploymentId);
    if (result === "unhealthy") return { status: "Failed", error: HEALTH_CONSTRAINTS };
  }
  moveGroups(registry, rollback, green, blue);
  await endFleet(registry, green);
  return { status: "Succeeded" };
}
