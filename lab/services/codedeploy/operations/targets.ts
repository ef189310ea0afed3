import { AwsError } from "../../../core/aws-error.ts";
import type { Operation } from "../../../core/contracts.ts";
import type { DeploymentRecord, EventRecord, TargetRecord } from "../model.ts";
import type { Registry } from "../registry.ts";
import { page } from "./pages.ts";

const STATUSES = ["Pending", "InProgress", "Succeeded", "Failed", "Skipped", "Unknown", "Ready"];
const LABELS = ["Blue", "Green"];

export function targetOperations(registry: Registry): Record<string, Operation> {
  const started = (id: string | undefined): DeploymentRecord => {
    const deployment = registry.deployment(id);
    if (deployment.status === "Created" || deployment.status === "Queued") {
      throw new AwsError(
        "DeploymentNotStartedException",
        `The deployment ${id} has not started yet.`,
      );
    }
    return deployment;
  };
  const find = (deploymentId: string, id: string | undefined, code: string): TargetRecord => {
    const found = registry.targets.get(`${deploymentId}/${id}`);
    if (!found) throw new AwsError(code, `The deployment ${deploymentId} has no target ${id}.`);
    return found;
  };
  const list = (
    id: string | undefined,
    statuses: string[] = [],
    labels: string[] = [],
  ): string[] => {
    const bad = statuses.find((each) => !STATUSES.includes(each));
    if (bad)
      throw new AwsError(
        "InvalidInstanceStatusException",
        `${bad} is not a status of an instance.`,
      );
    const odd = labels.find((each) => !LABELS.includes(each));
    if (odd)
      throw new AwsError("InvalidInstanceTypeException", `${odd} is not a type of an instance.`);
    return registry
      .targetsOf(started(id).deploymentId)
      .filter((each) => statuses.length === 0 || statuses.includes(each.status))
      .filter((each) => labels.length === 0 || (each.label && labels.includes(each.label)))
      .map((each) => each.id);
  };

  return {
    ListDeploymentTargets({ deploymentId, nextToken, targetFilters = {} }) {
      const unknown = Object.keys(targetFilters).find(
        (each) => !["TargetStatus", "ServerInstanceLabel"].includes(each),
      );
      if (unknown)
        throw new AwsError(
          "InvalidTargetFilterNameException",
          `${unknown} is not a target filter.`,
        );
      const ids = list(deploymentId, targetFilters.TargetStatus, targetFilters.ServerInstanceLabel);
      const { items, ...rest } = page(ids, nextToken);
      return { targetIds: items, ...rest };
    },
    BatchGetDeploymentTargets({ deploymentId, targetIds = [] }) {
      const deployment = started(deploymentId);
      if (targetIds.length === 0) {
        throw new AwsError(
          "DeploymentTargetIdRequiredException",
          "At least one target ID must be given.",
        );
      }
      if (targetIds.length > 25) {
        throw new AwsError(
          "DeploymentTargetListSizeExceededException",
          "At most 25 targets can be asked for at once.",
        );
      }
      const found: TargetRecord[] = targetIds.map((id: string) =>
        find(deployment.deploymentId, id, "DeploymentTargetDoesNotExistException"),
      );
      return { deploymentTargets: found.map((each) => targetView(registry, each)) };
    },
    GetDeploymentTarget({ deploymentId, targetId }) {
      const deployment = started(deploymentId);
      if (!targetId)
        throw new AwsError("DeploymentTargetIdRequiredException", "A target ID must be given.");
      const target = find(
        deployment.deploymentId,
        targetId,
        "DeploymentTargetDoesNotExistException",
      );
      return { deploymentTarget: targetView(registry, target) };
    },
    ListDeploymentInstances({ deploymentId, nextToken, instanceStatusFilter, instanceTypeFilter }) {
      const { items, ...rest } = page(
        list(deploymentId, instanceStatusFilter, instanceTypeFilter),
        nextToken,
      );
      return { instancesList: items, ...rest };
    },
    GetDeploymentInstance({ deploymentId, instanceId }) {
      const deployment = registry.deployment(deploymentId);
      if (!instanceId)
        throw new AwsError("InstanceIdRequiredException", "An instance ID must be given.");
      const target = find(deployment.deploymentId, instanceId, "InstanceDoesNotExistException");
      return { instanceSummary: summary(registry, target) };
    },
    BatchGetDeploymentInstances({ deploymentId, instanceIds = [] }) {
      const deployment = registry.deployment(deploymentId);
      if (instanceIds.length > 100) {
        throw new AwsError(
          "BatchLimitExceededException",
          "At most 100 instances can be asked for at once.",
        );
      }
      const found = instanceIds.map((id: string) =>
        registry.targets.get(`${deployment.deploymentId}/${id}`),
      );
      const missing = instanceIds.filter((_: string, index: number) => !found[index]);
      return {
        instancesSummary: found
          .filter(Boolean)
          .map((each: TargetRecord) => summary(registry, each)),
        ...(missing.length > 0
          ? { errorMessage: `Instances not found: ${missing.join(", ")}` }
          : {}),
      };
    },
  };
}

const arnOf = (registry: Registry, id: string) => registry.lab.arn("ec2", `instance/${id}`);

function targetView(registry: Registry, target: TargetRecord) {
  return {
    deploymentTargetType: "InstanceTarget",
    instanceTarget: {
      deploymentId: target.deploymentId,
      targetId: target.id,
      targetArn: arnOf(registry, target.id),
      status: target.status,
      lastUpdatedAt: new Date(target.lastUpdatedAt),
      lifecycleEvents: target.events.map(eventView),
      instanceLabel: target.label,
    },
  };
}

function summary(registry: Registry, target: TargetRecord) {
  return {
    deploymentId: target.deploymentId,
    instanceId: arnOf(registry, target.id),
    status: target.status,
    lastUpdatedAt: new Date(target.lastUpdatedAt),
    lifecycleEvents: target.events.map(eventView),
    instanceType: target.label,
  };
}

function eventView({ name, status, startTime, endTime, diagnostics }: EventRecord) {
  return {
    lifecycleEventName: name,
    status,
    diagnostics,
    startTime: startTime === undefined ? undefined : new Date(startTime),
    endTime: endTime === undefined ? undefined : new Date(endTime),
  };
}
