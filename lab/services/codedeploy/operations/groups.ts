import { AwsError } from "../../../core/aws-error.ts";
import type { Operation } from "../../../core/contracts.ts";
import type { GroupRecord, LastDeployment } from "../model.ts";
import { groupKey, type Registry } from "../registry.ts";
import { page } from "./pages.ts";

export function groupOperations(registry: Registry): Record<string, Operation> {
  return {
    CreateDeploymentGroup(input) {
      const application = registry.application(input.applicationName);
      const name = requireGroupName(input.deploymentGroupName);
      if (!input.serviceRoleArn)
        throw new AwsError("RoleRequiredException", "A service role must be given.");
      if (registry.groups.get(groupKey(application.name, name))) {
        throw new AwsError(
          "DeploymentGroupAlreadyExistsException",
          `Deployment Group already exists: ${name}`,
        );
      }
      const group: GroupRecord = {
        applicationName: application.name,
        name,
        id: registry.newId(),
        configName: "CodeDeployDefault.OneAtATime",
        autoScalingGroups: [],
        serviceRoleArn: input.serviceRoleArn,
        deploymentStyle: {
          deploymentType: "IN_PLACE",
          deploymentOption: "WITHOUT_TRAFFIC_CONTROL",
        },
        ...settings(registry, input),
      };
      check(group);
      registry.groups.put(groupKey(application.name, name), group);
      return { deploymentGroupId: group.id };
    },
    UpdateDeploymentGroup(input) {
      const group = registry.group(input.applicationName, input.currentDeploymentGroupName);
      const name = input.newDeploymentGroupName ?? group.name;
      const taken =
        name !== group.name && registry.groups.get(groupKey(group.applicationName, name));
      if (taken) {
        throw new AwsError(
          "DeploymentGroupAlreadyExistsException",
          `Deployment Group already exists: ${name}`,
        );
      }
      const next = { ...group, name, ...settings(registry, input) };
      check(next);
      registry.lab.store.transaction(() => {
        if (name !== group.name)
          registry.groups.delete(groupKey(group.applicationName, group.name));
        registry.groups.put(groupKey(group.applicationName, name), next);
      });
      return { hooksNotCleanedUp: [] };
    },
    GetDeploymentGroup: ({ applicationName, deploymentGroupName }) => ({
      deploymentGroupInfo: view(registry.group(applicationName, deploymentGroupName)),
    }),
    BatchGetDeploymentGroups({ applicationName, deploymentGroupNames = [] }) {
      registry.application(applicationName);
      if (deploymentGroupNames.length > 100) {
        throw new AwsError(
          "BatchLimitExceededException",
          "At most 100 deployment groups can be asked for at once.",
        );
      }
      const found = deploymentGroupNames.map((name: string) =>
        registry.groups.get(groupKey(applicationName, name)),
      );
      const missing = deploymentGroupNames.filter((_: string, index: number) => !found[index]);
      return {
        deploymentGroupsInfo: found.filter(Boolean).map(view),
        ...(missing.length > 0
          ? { errorMessage: `No Deployment Group found for name: ${missing.join(", ")}` }
          : {}),
      };
    },
    ListDeploymentGroups({ applicationName, nextToken }) {
      const application = registry.application(applicationName);
      const names = registry.groupsOf(application.name).map((each) => each.name);
      const { items, ...rest } = page(names.sort(), nextToken);
      return { applicationName: application.name, deploymentGroups: items, ...rest };
    },
    DeleteDeploymentGroup({ applicationName, deploymentGroupName }) {
      if (!applicationName) {
        throw new AwsError(
          "ApplicationNameRequiredException",
          "An application name must be given.",
        );
      }
      registry.groups.delete(groupKey(applicationName, requireGroupName(deploymentGroupName)));
      return { hooksNotCleanedUp: [] };
    },
  };
}

function requireGroupName(name: unknown): string {
  if (typeof name !== "string" || name === "") {
    throw new AwsError(
      "DeploymentGroupNameRequiredException",
      "A deployment group name must be given.",
    );
  }
  if (name.length > 100) {
    throw new AwsError(
      "InvalidDeploymentGroupNameException",
      "The deployment group name is longer than 100 characters.",
    );
  }
  return name;
}

/** The members that a client gave, checked against what they name. */
// biome-ignore lint/suspicious/noExplicitAny: the wire's shape is checked member by member
function settings(registry: Registry, input: any): Partial<GroupRecord> {
  const given: Partial<GroupRecord> = {};
  if (input.deploymentConfigName)
    given.configName = registry.config(input.deploymentConfigName).name;
  if (input.serviceRoleArn) given.serviceRoleArn = input.serviceRoleArn;
  if (input.autoScalingGroups) {
    for (const name of input.autoScalingGroups) {
      if (!registry.fleet.groups.get(name)) {
        throw new AwsError(
          "InvalidAutoScalingGroupException",
          `The Auto Scaling group ${name} does not exist.`,
        );
      }
    }
    given.autoScalingGroups = input.autoScalingGroups;
  }
  for (const name of [
    "alarmConfiguration",
    "autoRollbackConfiguration",
    "deploymentStyle",
    "blueGreenDeploymentConfiguration",
    "loadBalancerInfo",
    "outdatedInstancesStrategy",
  ] as const) {
    if (input[name] !== undefined) given[name] = input[name];
  }
  return given;
}

function check(group: GroupRecord): void {
  const { deploymentStyle: style, loadBalancerInfo: info, autoRollbackConfiguration: auto } = group;
  const balanced = (info?.targetGroupInfoList?.length ?? 0) > 0;
  if (style.deploymentOption === "WITH_TRAFFIC_CONTROL" && !balanced) {
    throw new AwsError(
      "InvalidLoadBalancerInfoException",
      "A deployment group with traffic control needs a target group in loadBalancerInfo.",
    );
  }
  if (style.deploymentType === "BLUE_GREEN") {
    const action = group.blueGreenDeploymentConfiguration?.greenFleetProvisioningOption?.action;
    if (action !== "COPY_AUTO_SCALING_GROUP") {
      throw new AwsError(
        "InvalidBlueGreenDeploymentConfigurationException",
        "The lab provisions replacement instances with COPY_AUTO_SCALING_GROUP only.",
      );
    }
    if (!balanced || group.autoScalingGroups.length !== 1) {
      throw new AwsError(
        "InvalidBlueGreenDeploymentConfigurationException",
        "A blue/green deployment group needs a target group and one Auto Scaling group.",
      );
    }
  }
  if (auto?.enabled && !auto.events?.length) {
    throw new AwsError(
      "InvalidAutoRollbackConfigException",
      "Automatic rollback needs at least one event.",
    );
  }
}

function view(group: GroupRecord) {
  return {
    applicationName: group.applicationName,
    deploymentGroupId: group.id,
    deploymentGroupName: group.name,
    deploymentConfigName: group.configName,
    ec2TagFilters: [],
    onPremisesInstanceTagFilters: [],
    autoScalingGroups: group.autoScalingGroups.map((name) => ({
      name,
      hook: `CodeDeploy-managed-automatic-launch-deployment-hook-${group.name}-${group.id}`,
    })),
    serviceRoleArn: group.serviceRoleArn,
    targetRevision: group.targetRevision,
    triggerConfigurations: [],
    alarmConfiguration: group.alarmConfiguration,
    autoRollbackConfiguration: group.autoRollbackConfiguration,
    deploymentStyle: group.deploymentStyle,
    outdatedInstancesStrategy: group.outdatedInstancesStrategy ?? "UPDATE",
    blueGreenDeploymentConfiguration: group.blueGreenDeploymentConfiguration,
    loadBalancerInfo: group.loadBalancerInfo,
    lastSuccessfulDeployment: last(group.lastSuccessfulDeployment),
    lastAttemptedDeployment: last(group.lastAttemptedDeployment),
    computePlatform: "Server",
    terminationHookEnabled: false,
  };
}

function last(deployment: LastDeployment | undefined) {
  return (
    deployment && {
      ...deployment,
      createTime: new Date(deployment.createTime),
      endTime: deployment.endTime === undefined ? undefined : new Date(deployment.endTime),
    }
  );
}
