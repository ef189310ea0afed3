import type { DeploymentRecord } from "../model.ts";
import type { Registry } from "../registry.ts";
import { HEALTH_CONSTRAINTS, NO_INSTANCES } from "./failures.ts";
import { LIFECYCLE } from "./lifecycle.ts";
import { rollOut } from "./roll-out.ts";
import type { Ending } from "./settle.ts";
import { stopEnding } from "./stop-ending.ts";

/** Deploys onto the instances that are there. */
export async function runInPlace(
  registry: Registry,
  deployment: DeploymentRecord,
): Promise<Ending> {
  const { deploymentId } = deployment;
  const targetIds = registry.targetsOf(deploymentId).map((target) => target.id);
  if (targetIds.length === 0) return { status: "Failed", error: NO_INSTANCES };
  const balanced = deployment.deploymentStyle.deploymentOption === "WITH_TRAFFIC_CONTROL";
  const result = await rollOut(registry, {
    deploymentId,
    targetIds,
    events: balanced ? LIFECYCLE.inPlaceBehindBalancer : LIFECYCLE.inPlace,
    becomes: "Succeeded",
    onSuccess: (id) => noteInstalled(registry, deployment, id),
  });
  if (result === "stopped") return stopEnding(registry, deploymentId);
  return result === "succeeded"
    ? { status: "Succeeded" }
    : { status: "Failed", error: HEALTH_CONSTRAINTS };
}

/** The instance runs this deployment's revision from now on. */
export function noteInstalled(registry: Registry, deployment: DeploymentRecord, id: string): void {
  registry.fleet.noteProcesses(id, {
    deploymentId: deployment.deploymentId,
    applicationName: deployment.applicationName,
    deploymentGroupName: deployment.deploymentGroupName,
    deploymentGroupId: deployment.deploymentGroupId,
    bundle: deployment.revision.s3Location,
  });
}
