import { AwsError } from "../../../core/aws-error.ts";
import type { Operation } from "../../../core/contracts.ts";
import { createDeployment } from "../engine/create.ts";
import type { Engine } from "../engine/engine.ts";
import { type DeploymentRecord, FINISHED } from "../model.ts";
import type { Registry } from "../registry.ts";
import { page } from "./pages.ts";
import { readRevision } from "./read-revision.ts";

const BEHAVIORS = ["DISALLOW", "OVERWRITE", "RETAIN"];

export function deploymentOperations(
  registry: Registry,
  engine: Engine,
): Record<string, Operation> {
  return {
    CreateDeployment(input) {
      const group = registry.group(input.applicationName, input.deploymentGroupName);
      const revision = readRevision(input.revision);
      const configName =
        input.deploymentConfigName && registry.config(input.deploymentConfigName).name;
      if ((input.description?.length ?? 0) > 100) {
        throw new AwsError(
          "DescriptionTooLongException",
          "The description is longer than 100 characters.",
        );
      }
      if (input.fileExistsBehavior && !BEHAVIORS.includes(input.fileExistsBehavior)) {
        throw new AwsError(
          "InvalidFileExistsBehaviorException",
          `The file exists behavior must be one of ${BEHAVIORS.join(", ")}.`,
        );
      }
      const { autoRollbackConfiguration: auto } = input;
      if (auto?.enabled && !auto.events?.length) {
        throw new AwsError(
          "InvalidAutoRollbackConfigException",
          "Automatic rollback needs at least one event.",
        );
      }
      const active = registry.activeIn(group);
      if (active) {
        throw new AwsError(
          "DeploymentLimitExceededException",
          `The Deployment Group '${group.name}' already has an active Deployment '${active.deploymentId}'`,
        );
      }
      const deployment = createDeployment(registry, {
        group,
        revision,
        creator: "user",
        configName,
        description: input.description,
        ignoreApplicationStopFailures: input.ignoreApplicationStopFailures,
        updateOutdatedInstancesOnly: input.updateOutdatedInstancesOnly,
        fileExistsBehavior: input.fileExistsBehavior,
        autoRollbackConfiguration: auto,
        overrideAlarmConfiguration: input.overrideAlarmConfiguration,
      });
      engine.run(deployment.deploymentId);
      return { deploymentId: deployment.deploymentId };
    },
    GetDeployment: ({ deploymentId }) => ({
      deploymentInfo: view(registry, registry.deployment(deploymentId)),
    }),
    BatchGetDeployments({ deploymentIds = [] }) {
      if (deploymentIds.length === 0) {
        throw new AwsError(
          "DeploymentIdRequiredException",
          "At least one deployment ID must be given.",
        );
      }
      if (deploymentIds.length > 25) {
        throw new AwsError(
          "BatchLimitExceededException",
          "At most 25 deployments can be asked for at once.",
        );
      }
      const found = deploymentIds.map((id: string) => registry.deployments.get(id)).filter(Boolean);
      return { deploymentsInfo: found.map((each: DeploymentRecord) => view(registry, each)) };
    },
    ListDeployments(input) {
      const {
        applicationName,
        deploymentGroupName,
        createTimeRange: range,
        includeOnlyStatuses: only,
      } = input;
      if (deploymentGroupName && !applicationName) {
        throw new AwsError(
          "ApplicationNameRequiredException",
          "A deployment group needs its application.",
        );
      }
      if (applicationName) registry.application(applicationName);
      if (deploymentGroupName) registry.group(applicationName, deploymentGroupName);
      const start = range?.start === undefined ? 0 : toMs(range.start);
      const end = range?.end === undefined ? Number.POSITIVE_INFINITY : toMs(range.end);
      if (start > end)
        throw new AwsError("InvalidTimeRangeException", "The time range ends before it begins.");
      const ids = registry.deployments
        .list()
        .filter((each) => !applicationName || each.applicationName === applicationName)
        .filter((each) => !deploymentGroupName || each.deploymentGroupName === deploymentGroupName)
        .filter((each) => !only?.length || only.includes(each.status))
        .filter((each) => each.createTime >= start && each.createTime <= end)
        .reverse()
        .map((each) => each.deploymentId);
      const { items, ...rest } = page(ids, input.nextToken);
      return { deployments: items, ...rest };
    },
    StopDeployment({ deploymentId, autoRollbackEnabled }) {
      const deployment = registry.deployment(deploymentId);
      if (FINISHED.includes(deployment.status)) {
        throw new AwsError(
          "DeploymentAlreadyCompletedException",
          `The deployment ${deploymentId} is already completed.`,
        );
      }
      if (!deployment.stopRequested) {
        const rollback = autoRollbackEnabled === undefined ? {} : { rollback: autoRollbackEnabled };
        registry.change(deploymentId, { stopRequested: { why: "request", ...rollback } });
      }
      return {
        status: "Pending",
        statusMessage: "The deployment stops when what runs now has ended.",
      };
    },
    ContinueDeployment({ deploymentId, deploymentWaitType = "READY_WAIT" }) {
      const deployment = registry.deployment(deploymentId);
      if (!["READY_WAIT", "TERMINATION_WAIT"].includes(deploymentWaitType)) {
        throw new AwsError(
          "InvalidDeploymentWaitTypeException",
          `${deploymentWaitType} is not a wait type.`,
        );
      }
      if (FINISHED.includes(deployment.status)) {
        throw new AwsError(
          "DeploymentAlreadyCompletedException",
          `The deployment ${deploymentId} is already completed.`,
        );
      }
      if (deployment.deploymentStyle.deploymentType !== "BLUE_GREEN") {
        throw new AwsError(
          "UnsupportedActionForDeploymentTypeException",
          "Only a blue/green deployment can be continued.",
        );
      }
      const ready = deploymentWaitType === "READY_WAIT";
      const waits = ready
        ? deployment.status === "Ready"
        : deployment.instanceTerminationWaitTimeStarted;
      if (!waits || deployment.stopRequested) {
        throw new AwsError(
          "DeploymentIsNotInReadyStateException",
          `The deployment ${deploymentId} does not wait for ${ready ? "traffic to be rerouted" : "the original instances to be terminated"}.`,
        );
      }
      const continued = {
        ...deployment.continued,
        ...(ready ? { ready: true } : { termination: true }),
      };
      registry.change(deploymentId, { continued });
    },
  };
}

/** The JSON protocols carry epoch seconds; callers in process may give a Date. */
function toMs(value: unknown): number {
  return value instanceof Date ? value.getTime() : Number(value) * 1000;
}

function view(registry: Registry, deployment: DeploymentRecord) {
  const time = (value: number | undefined) => (value === undefined ? undefined : new Date(value));
  const overview: Record<string, number> = {
    Pending: 0,
    InProgress: 0,
    Succeeded: 0,
    Failed: 0,
    Skipped: 0,
    Ready: 0,
  };
  for (const target of registry.targetsOf(deployment.deploymentId)) {
    overview[target.status] = (overview[target.status] ?? 0) + 1;
  }
  return {
    applicationName: deployment.applicationName,
    deploymentGroupName: deployment.deploymentGroupName,
    deploymentConfigName: deployment.deploymentConfigName,
    deploymentId: deployment.deploymentId,
    previousRevision: deployment.previousRevision,
    revision: deployment.revision,
    status: deployment.status,
    errorInformation: deployment.errorInformation,
    createTime: time(deployment.createTime),
    startTime: time(deployment.startTime),
    completeTime: time(deployment.completeTime),
    deploymentOverview: deployment.status === "Created" ? undefined : overview,
    description: deployment.description,
    creator: deployment.creator,
    ignoreApplicationStopFailures: deployment.ignoreApplicationStopFailures,
    autoRollbackConfiguration: deployment.autoRollbackConfiguration,
    updateOutdatedInstancesOnly: deployment.updateOutdatedInstancesOnly,
    rollbackInfo: deployment.rollbackInfo,
    deploymentStyle: deployment.deploymentStyle,
    instanceTerminationWaitTimeStarted: deployment.instanceTerminationWaitTimeStarted,
    blueGreenDeploymentConfiguration: deployment.blueGreenDeploymentConfiguration,
    loadBalancerInfo: deployment.loadBalancerInfo,
    fileExistsBehavior: deployment.fileExistsBehavior,
    deploymentStatusMessages: [],
    computePlatform: "Server",
    overrideAlarmConfiguration: deployment.overrideAlarmConfiguration,
  };
}
