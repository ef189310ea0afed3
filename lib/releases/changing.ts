import type { DeploymentView, EventStatus, Revision } from "./model";

/** An instance between two revisions: the last good one is no longer the whole truth. */
export interface ChangingInstance {
  deploymentId: string;
  /** What was or is being put on it. */
  revision?: Revision;
  /** `failed`: the deployment ended on it without success, and nothing has repaired it yet. */
  state: "running" | "failed";
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
export function changingInstances(
  deployments: (Pick<DeploymentView, "id" | "targets" | "createdAt" | "revision"> | undefined)[],
): ReadonlyMap<string, ChangingInstance> {
  const changing = new Map<string, ChangingInstance>();
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
