import type { Lab } from "../../core/contracts.ts";
import type { DeploymentRecord, DeploymentStatus, EventRecord, TargetRecord } from "./model.ts";

const STATES: Partial<Record<DeploymentStatus, string>> = {
  InProgress: "START",
  Succeeded: "SUCCESS",
  Failed: "FAILURE",
  Stopped: "STOP",
  Ready: "READY",
};

const INSTANCE_STATES: Partial<Record<TargetRecord["status"], string>> = {
  InProgress: "START",
  Succeeded: "SUCCESS",
  Failed: "FAILURE",
  Ready: "READY",
};

/** "CodeDeploy Deployment State-change Notification", in AWS's shape. */
export function tellDeployment(lab: Lab, deployment: DeploymentRecord): void {
  const state = STATES[deployment.status];
  if (!state) return;
  lab.emit({
    source: "aws.codedeploy",
    "detail-type": "CodeDeploy Deployment State-change Notification",
    resources: resources(lab, deployment),
    detail: { ...detail(lab, deployment), state },
  });
}

/**
 * "CodeDeploy Instance State-change Notification". AWS tells starts and ends of an instance; the
 * lab also tells each lifecycle event, with `lifecycleEvent` and `lifecycleEventStatus` added.
 */
export function tellTarget(
  lab: Lab,
  deployment: DeploymentRecord,
  target: TargetRecord,
  event?: EventRecord,
): void {
  const state = INSTANCE_STATES[target.status];
  if (!state && !event) return;
  lab.emit({
    source: "aws.codedeploy",
    "detail-type": "CodeDeploy Instance State-change Notification",
    resources: [lab.arn("ec2", `instance/${target.id}`), ...resources(lab, deployment)],
    detail: {
      ...detail(lab, deployment),
      instanceId: target.id,
      state: state ?? "START",
      ...(event ? { lifecycleEvent: event.name, lifecycleEventStatus: event.status } : {}),
    },
  });
}

function resources(lab: Lab, { applicationName, deploymentGroupName }: DeploymentRecord): string[] {
  return [
    lab.arn("codedeploy", `deploymentgroup:${applicationName}/${deploymentGroupName}`),
    lab.arn("codedeploy", `application:${applicationName}`),
  ];
}

function detail(lab: Lab, deployment: DeploymentRecord) {
  return {
    region: lab.region,
    deploymentId: deployment.deploymentId,
    application: deployment.applicationName,
    deploymentGroup: deployment.deploymentGroupName,
    instanceGroupId: deployment.deploymentGroupId,
  };
}
