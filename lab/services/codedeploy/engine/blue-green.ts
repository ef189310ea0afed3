import type { DeploymentRecord } from "../model.ts";
import { groupKey, type Registry } from "../registry.ts";
import { HEALTH_CONSTRAINTS, NO_INSTANCES, READY_TIMEOUT } from "./failures.ts";
import { noteInstalled } from "./in-place.ts";
import { LIFECYCLE, pendingEvents } from "./lifecycle.ts";
import { rollOut } from "./roll-out.ts";
import type { Ending } from "./settle.ts";
import { stopEnding } from "./stop-ending.ts";

const MINUTE = 60_000;

/**
 * Deploys onto new instances, gives them the traffic, keeps the old ones for a while and ends
 * them. Every step looks at what is already there, so that the run can be repeated after a restart.
 */
export async function runBlueGreen(
  registry: Registry,
  deployment: DeploymentRecord,
): Promise<Ending> {
  const { deploymentId } = deployment;
  const stopped = () => registry.deployment(deploymentId).stopRequested !== undefined;
  const failed: Ending = { status: "Failed", error: HEALTH_CONSTRAINTS };
  const ids = (label: "Blue" | "Green") =>
    registry
      .targetsOf(deploymentId)
      .filter((target) => target.label === label)
      .map((target) => target.id);

  if (ids("Blue").length === 0) return { status: "Failed", error: NO_INSTANCES };
  const { blue, green } = await provision(registry, deployment);
  if (stopped()) return stopEnding(registry, deploymentId);

  const installed = await rollOut(registry, {
    deploymentId,
    targetIds: ids("Green"),
    events: LIFECYCLE.install,
    becomes: "Ready",
    onSuccess: (id) => noteInstalled(registry, deployment, id),
  });
  if (installed === "stopped") return stopEnding(registry, deploymentId);
  if (installed === "unhealthy") return failed;

  const ready = await waitForReady(registry, deploymentId);
  if (ready) return ready;

  const allowed = await rollOut(registry, {
    deploymentId,
    targetIds: ids("Green"),
    events: LIFECYCLE.allow,
    becomes: "Succeeded",
  });
  if (allowed === "stopped") return stopEnding(registry, deploymentId);
  if (allowed === "unhealthy") return failed;
  const blocked = await rollOut(registry, {
    deploymentId,
    targetIds: ids("Blue"),
    events: LIFECYCLE.block,
    becomes: "Succeeded",
  });
  if (blocked === "stopped") return stopEnding(registry, deploymentId);
  if (blocked === "unhealthy") return failed;
  moveGroups(registry, deployment, blue, green);
  const { trafficSwitchedAt = Date.now() } = registry.deployment(deploymentId);
  registry.change(deploymentId, { trafficSwitchedAt });

  return endBlue(registry, deploymentId, blue);
}

/** A copy of the Auto Scaling group, with as many new instances as the old one has. */
async function provision(registry: Registry, deployment: DeploymentRecord) {
  const { fleet, lab } = registry;
  const { deploymentId } = deployment;
  const group = registry.group(deployment.applicationName, deployment.deploymentGroupName);
  const blue = deployment.blueGroup ?? group.autoScalingGroups[0] ?? "";
  const green = deployment.greenGroup ?? `CodeDeploy_${group.name}_${deploymentId}`;
  const from = fleet.groups.get(blue);
  if (from && !fleet.groups.get(green)) {
    fleet.groups.put(green, {
      ...from,
      name: green,
      arn: lab.arn(
        "autoscaling",
        `autoScalingGroup:${registry.newId()}:autoScalingGroupName/${green}`,
      ),
      createdTime: Date.now(),
      provisioning: true,
    });
  }
  registry.change(deploymentId, { blueGroup: blue, greenGroup: green });
  const wanted = registry
    .targetsOf(deploymentId)
    .filter((target) => target.label === "Blue").length;
  const missing = Math.max(0, wanted - fleet.running(green).length);
  await Promise.all(Array.from({ length: missing }, () => fleet.launch(green)));
  const made = fleet.groups.get(green);
  if (made) fleet.groups.put(green, { ...made, provisioning: false });
  for (const instance of fleet.running(green)) {
    if (registry.targets.get(`${deploymentId}/${instance.id}`)) continue;
    registry.putTarget({
      deploymentId,
      id: instance.id,
      label: "Green",
      status: "Pending",
      lastUpdatedAt: Date.now(),
      events: pendingEvents(LIFECYCLE.green),
    });
  }
  return { blue, green };
}

/** Where a person (or the clock) decides when traffic moves. Returns an ending if it must not. */
async function waitForReady(registry: Registry, deploymentId: string): Promise<Ending | undefined> {
  const option =
    registry.deployment(deploymentId).blueGreenDeploymentConfiguration?.deploymentReadyOption;
  const minutes = option?.waitTimeInMinutes ?? 0;
  if (option?.actionOnTimeout !== "STOP_DEPLOYMENT") return undefined;
  const now = () => registry.deployment(deploymentId);
  // Traffic that has begun to move is not asked about again.
  const moving = registry
    .targetsOf(deploymentId)
    .some(
      (each) =>
        each.label === "Green" &&
        each.events.some((e) => e.name === "BeforeAllowTraffic" && e.status !== "Pending"),
    );
  if (moving) return undefined;
  const readyDeadline = now().readyDeadline ?? Date.now() + minutes * MINUTE;
  registry.change(deploymentId, { status: "Ready", readyDeadline });
  while (!now().continued?.ready) {
    if (now().stopRequested) return stopEnding(registry, deploymentId);
    if (Date.now() > readyDeadline) return { status: "Stopped", error: READY_TIMEOUT };
    await registry.fleet.pause(100);
  }
  registry.change(deploymentId, { status: "InProgress" });
  return undefined;
}

/**
 * All deployment groups that deployed onto the old fleet deploy onto the new one from now on. AWS
 * moves only the group of this deployment; here both pipelines release to the same fleet.
 */
export function moveGroups(
  registry: Registry,
  deployment: DeploymentRecord,
  from: string,
  to: string,
): void {
  for (const group of registry.groupsOf(deployment.applicationName)) {
    if (!group.autoScalingGroups.includes(from)) continue;
    const autoScalingGroups = group.autoScalingGroups.map((name) => (name === from ? to : name));
    registry.groups.put(groupKey(group.applicationName, group.name), {
      ...group,
      autoScalingGroups,
    });
  }
}

/** Keeps the old fleet for the agreed time, then ends it. */
async function endBlue(registry: Registry, deploymentId: string, blue: string): Promise<Ending> {
  const now = () => registry.deployment(deploymentId);
  const option = now().blueGreenDeploymentConfiguration?.terminateBlueInstancesOnDeploymentSuccess;
  if (option?.action === "KEEP_ALIVE") return { status: "Succeeded" };
  const minutes = option?.terminationWaitTimeInMinutes ?? 0;
  const terminationDeadline = now().terminationDeadline ?? Date.now() + minutes * MINUTE;
  registry.change(deploymentId, { instanceTerminationWaitTimeStarted: true, terminationDeadline });
  while (!now().continued?.termination && Date.now() < terminationDeadline) {
    if (now().stopRequested) return stopEnding(registry, deploymentId);
    await registry.fleet.pause(100);
  }
  await endFleet(registry, blue);
  return { status: "Succeeded" };
}

/** Ends all instances of an Auto Scaling group, and the group. */
export async function endFleet(registry: Registry, name: string): Promise<void> {
  const { fleet } = registry;
  const group = fleet.groups.get(name);
  if (group) fleet.groups.put(name, { ...group, desired: 0, min: 0, deleting: true });
  const all = fleet.instances
    .list()
    .filter((each) => each.group === name && each.state !== "terminated");
  await Promise.all(all.map((each) => fleet.terminate(each.id)));
  fleet.groups.delete(name);
}
