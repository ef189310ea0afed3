import type { ChangingInstance, EventStatus, TargetView } from "./model";

/** What must be known of a deployment; `R` is however its revision is told. */
interface Touching<R> {
  id: string;
  createdAt?: string;
  revision?: R;
  targets: TargetView[];
}

/** From here on the instance's files are no longer those of its last good revision. */
const TOUCHES = new Set([
  "Install",
  "AfterInstall",
  "ApplicationStart",
  "ValidateService",
  "BeforeAllowTraffic",
  "AllowTraffic",
  "AfterAllowTraffic",
]);
const RAN = new Set<EventStatus>(["InProgress", "Succeeded", "Failed"]);

/** Instances that the given deployments (in any order) touched and that none of them has finished since. */
export function changingInstances<R>(
  deployments: (Touching<R> | undefined)[],
): ReadonlyMap<string, ChangingInstance<R>> {
  const changing = new Map<string, ChangingInstance<R>>();
  const known = deployments.filter((one) => one !== undefined);
  for (const deployment of known.sort((a, b) =>
    (a.createdAt ?? "").localeCompare(b.createdAt ?? ""),
  )) {
    for (const target of deployment.targets) {
      // Blue instances lose traffic, not files.
      if (target.label === "Blue") continue;
      if (target.status === "Succeeded") {
        changing.delete(target.id);
        continue;
      }
      const touched = target.events.some(
        (event) => TOUCHES.has(event.name) && RAN.has(event.status),
      );
      if (!touched) continue;
      changing.set(target.id, {
        deploymentId: deployment.id,
        revision: deployment.revision,
        state: target.status === "InProgress" ? "running" : "failed",
      });
    }
  }
  return changing;
}
