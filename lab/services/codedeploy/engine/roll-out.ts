import { FINISHED, type TargetRecord } from "../model.ts";
import type { Registry } from "../registry.ts";
import { minimumHealthy } from "./minimum-healthy.ts";
import { runTargetEvent, setTarget, skipRest } from "./run-event.ts";

export interface RollOut {
  deploymentId: string;
  /** In the order in which they are taken. */
  targetIds: string[];
  events: readonly string[];
  /** What a target is when its events have succeeded. */
  becomes: "Succeeded" | "Ready";
  /** Called once per target, after its events succeeded. */
  onSuccess?(targetId: string): void;
}

export type RollOutResult = "succeeded" | "unhealthy" | "stopped";

/**
 * Takes targets through their events, as many at a time as the configuration lets be away, and
 * ends as soon as another failure would leave too few healthy instances.
 */
export async function rollOut(registry: Registry, plan: RollOut): Promise<RollOutResult> {
  const { deploymentId, targetIds } = plan;
  const config = registry.config(registry.deployment(deploymentId).deploymentConfigName);
  const minimum = minimumHealthy(config, targetIds.length);
  const waiting = [...targetIds].filter((id) => !isOver(registry, plan, id));
  // What a restart has cut goes on first.
  waiting.sort(
    (a, b) => Number(isUnderWay(registry, plan, b)) - Number(isUnderWay(registry, plan, a)),
  );
  const active = new Map<string, Promise<void>>();
  const failed = () => targetIds.filter((id) => statusOf(registry, plan, id) === "Failed").length;
  const stopped = () => registry.deployment(deploymentId).stopRequested !== undefined;

  for (;;) {
    const room = targetIds.length - minimum - failed() - active.size;
    const next = stopped() || room <= 0 ? undefined : waiting.shift();
    if (next) {
      active.set(
        next,
        runTarget(registry, plan, next).finally(() => active.delete(next)),
      );
    } else if (active.size > 0) await Promise.race(active.values());
    else break;
  }
  if (stopped()) return "stopped";
  if (waiting.length > 0) return "unhealthy";
  const succeeded = targetIds.length - failed();
  return succeeded >= Math.max(1, minimum) ? "succeeded" : "unhealthy";
}

async function runTarget(registry: Registry, plan: RollOut, targetId: string): Promise<void> {
  const { deploymentId } = plan;
  setTarget(registry, deploymentId, targetId, "InProgress");
  for (const name of plan.events) {
    const deployment = registry.deployment(deploymentId);
    if (deployment.stopRequested || FINISHED.includes(deployment.status)) return;
    const status = await runTargetEvent(registry, deploymentId, targetId, name);
    const forgiven = name === "ApplicationStop" && deployment.ignoreApplicationStopFailures;
    if (status === "Failed" && !forgiven) {
      skipRest(registry, deploymentId, targetId);
      setTarget(registry, deploymentId, targetId, "Failed");
      return;
    }
  }
  plan.onSuccess?.(targetId);
  setTarget(registry, deploymentId, targetId, plan.becomes);
}

function statusOf(
  registry: Registry,
  plan: RollOut,
  id: string,
): TargetRecord["status"] | undefined {
  return registry.targets.get(`${plan.deploymentId}/${id}`)?.status;
}

/** Whether this part of the run is done with a target. */
function isOver(registry: Registry, plan: RollOut, id: string): boolean {
  const target = registry.targets.get(`${plan.deploymentId}/${id}`);
  if (!target || target.status === "Failed" || target.status === "Skipped") return true;
  const ours = target.events.filter((event) => plan.events.includes(event.name));
  const done = ours.every((event) => event.status !== "Pending" && event.status !== "InProgress");
  return done && (target.status === plan.becomes || target.status === "Succeeded");
}

function isUnderWay(registry: Registry, plan: RollOut, id: string): boolean {
  return statusOf(registry, plan, id) === "InProgress";
}
