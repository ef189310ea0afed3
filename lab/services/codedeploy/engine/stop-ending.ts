import type { Registry } from "../registry.ts";
import { alarmActive, MANUAL_STOP } from "./failures.ts";
import type { Ending } from "./settle.ts";

/** How a deployment ends that somebody or an alarm stopped. */
export function stopEnding(registry: Registry, deploymentId: string): Ending {
  const stop = registry.deployment(deploymentId).stopRequested;
  const error = stop?.why === "alarm" ? alarmActive(stop.alarms ?? []) : MANUAL_STOP;
  return { status: "Stopped", error };
}
