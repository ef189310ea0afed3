import {
  type AlarmConfiguration,
  type AutoRollbackConfiguration,
  type DeploymentRecord,
  FINISHED,
  type GroupRecord,
  type RevisionLocation,
} from "../model.ts";
import type { Registry } from "../registry.ts";
import { LIFECYCLE, pendingEvents } from "./lifecycle.ts";

export interface NewDeployment {
  group: GroupRecord;
  revision: RevisionLocation;
  creator: DeploymentRecord["creator"];
  configName?: string;
  description?: string;
  ignoreApplicationStopFailures?: boolean;
  updateOutdatedInstancesOnly?: boolean;
  fileExistsBehavior?: DeploymentRecord["fileExistsBehavior"];
  autoRollbackConfiguration?: AutoRollbackConfiguration;
  overrideAlarmConfiguration?: AlarmConfiguration;
  rollbackInfo?: DeploymentRecord["rollbackInfo"];
  /** Only these instances; otherwise all of the group's. */
  instanceIds?: string[];
  givesBackTrafficOf?: string;
}

/** Writes a new deployment and the targets that are known now. Running it is up to the caller. */
export function createDeployment(registry: Registry, wanted: NewDeployment): DeploymentRecord {
  const { group, revision } = wanted;
  const previousRevision = lastSuccessful(registry, group)?.revision;
  const deployment: DeploymentRecord = {
    deploymentId: registry.newDeploymentId(),
    applicationName: group.applicationName,
    deploymentGroupName: group.name,
    deploymentGroupId: group.id,
    deploymentConfigName: wanted.configName ?? group.configName,
    revision,
    ...(previousRevision ? { previousRevision } : {}),
    status: "Created",
    createTime: Date.now(),
    ...(wanted.description ? { description: wanted.description } : {}),
    creator: wanted.creator,
    ignoreApplicationStopFailures: wanted.ignoreApplicationStopFailures ?? false,
    updateOutdatedInstancesOnly: wanted.updateOutdatedInstancesOnly ?? false,
    fileExistsBehavior: wanted.fileExistsBehavior ?? "DISALLOW",
    ...optional(
      "autoRollbackConfiguration",
      wanted.autoRollbackConfiguration ?? group.autoRollbackConfiguration,
    ),
    ...optional("alarmConfiguration", group.alarmConfiguration),
    ...optional("overrideAlarmConfiguration", wanted.overrideAlarmConfiguration),
    // Auto Scaling's own deployments bring one instance up to date, whatever the group's style.
    deploymentStyle:
      wanted.creator === "autoscaling"
        ? { ...group.deploymentStyle, deploymentType: "IN_PLACE" }
        : group.deploymentStyle,
    ...optional("blueGreenDeploymentConfiguration", group.blueGreenDeploymentConfiguration),
    ...optional("loadBalancerInfo", group.loadBalancerInfo),
    ...optional("rollbackInfo", wanted.rollbackInfo),
    ...optional("givesBackTrafficOf", wanted.givesBackTrafficOf),
    instanceTerminationWaitTimeStarted: false,
  };
  registry.lab.store.transaction(() => {
    registry.deployments.put(deployment.deploymentId, deployment);
    registry.noteRevision(group.applicationName, revision, group.name);
    registry.noteInGroup(deployment);
    makeTargets(registry, deployment, group, wanted.instanceIds);
  });
  return registry.deployment(deployment.deploymentId);
}

/**
 * The deployment whose revision is the last good one on a group's instances: what a rollback
 * returns to. Groups that deploy onto the same fleet share it, and a blue/green deployment counts
 * from the moment at which it has the traffic.
 */
export function lastSuccessful(
  registry: Registry,
  group: GroupRecord,
): DeploymentRecord | undefined {
  const names = registry
    .groupsOf(group.applicationName)
    .filter((each) => each.autoScalingGroups.some((name) => group.autoScalingGroups.includes(name)))
    .map((each) => each.name);
  const since = (each: DeploymentRecord) => each.trafficSwitchedAt ?? each.completeTime ?? 0;
  return registry.deployments
    .list()
    .filter((each) => each.applicationName === group.applicationName)
    .filter((each) => names.includes(each.deploymentGroupName))
    .filter((each) =>
      FINISHED.includes(each.status)
        ? each.status === "Succeeded"
        : each.trafficSwitchedAt !== undefined,
    )
    .sort((a, b) => since(b) - since(a))[0];
}

/** Instances that fail already come first: they cost no capacity. */
export function instancesOf(registry: Registry, group: GroupRecord): string[] {
  const { fleet } = registry;
  const ids = group.autoScalingGroups.flatMap((name) => fleet.running(name).map((each) => each.id));
  const sick = (id: string) => (fleet.balancer.health(id).State === "healthy" ? 1 : 0);
  return ids
    .map((id, index) => ({ id, index }))
    .sort((a, b) => sick(a.id) - sick(b.id) || a.index - b.index)
    .map(({ id }) => id);
}

function makeTargets(
  registry: Registry,
  deployment: DeploymentRecord,
  group: GroupRecord,
  only: string[] | undefined,
): void {
  const blueGreen = deployment.deploymentStyle.deploymentType === "BLUE_GREEN";
  const balanced = deployment.deploymentStyle.deploymentOption === "WITH_TRAFFIC_CONTROL";
  if (deployment.givesBackTrafficOf) return;
  const names = balanced ? LIFECYCLE.inPlaceBehindBalancer : LIFECYCLE.inPlace;
  for (const id of only ?? instancesOf(registry, group)) {
    registry.putTarget({
      deploymentId: deployment.deploymentId,
      id,
      ...(blueGreen ? { label: "Blue" as const } : {}),
      status: "Pending",
      lastUpdatedAt: Date.now(),
      events: pendingEvents(blueGreen ? LIFECYCLE.block : names),
    });
  }
}

function optional<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { [P in K]?: V };
}
