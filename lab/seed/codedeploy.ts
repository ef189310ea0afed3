import type { Lab } from "../core/contracts.ts";
import { FLEET } from "./fleet.ts";

/** The application and its two deployment groups; the pipelines name them. */
export const CODEDEPLOY = {
  application: "lab-app",
  inPlace: "in-place",
  blueGreen: "blue-green",
  /** Long enough to look at both fleets; "terminate now" ends it at once. */
  terminationWaitMinutes: 5,
} as const;

export default async function seedCodeDeploy(lab: Lab): Promise<void> {
  const { applicationName } = await makeApplication(lab);
  const shared = {
    applicationName,
    deploymentConfigName: "CodeDeployDefault.OneAtATime",
    autoScalingGroups: [FLEET.autoScalingGroup],
    serviceRoleArn: `arn:aws:iam::${lab.account}:role/lab-codedeploy`,
    loadBalancerInfo: { targetGroupInfoList: [{ name: FLEET.targetGroup }] },
    alarmConfiguration: {
      enabled: true,
      ignorePollAlarmFailure: true,
      alarms: [{ name: FLEET.failedRequestsAlarm }],
    },
    autoRollbackConfiguration: {
      enabled: true,
      events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
    },
  };
  await ensureGroup(lab, {
    ...shared,
    deploymentGroupName: CODEDEPLOY.inPlace,
    deploymentStyle: { deploymentType: "IN_PLACE", deploymentOption: "WITH_TRAFFIC_CONTROL" },
  });
  await ensureGroup(lab, {
    ...shared,
    deploymentGroupName: CODEDEPLOY.blueGreen,
    deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
    blueGreenDeploymentConfiguration: {
      terminateBlueInstancesOnDeploymentSuccess: {
        action: "TERMINATE",
        terminationWaitTimeInMinutes: CODEDEPLOY.terminationWaitMinutes,
      },
      deploymentReadyOption: { actionOnTimeout: "CONTINUE_DEPLOYMENT", waitTimeInMinutes: 0 },
      greenFleetProvisioningOption: { action: "COPY_AUTO_SCALING_GROUP" },
    },
  });
}

async function makeApplication(lab: Lab): Promise<{ applicationName: string }> {
  const applicationName = CODEDEPLOY.application;
  const { applications } = await lab.call("codedeploy", "ListApplications", {});
  if (!applications.includes(applicationName)) {
    await lab.call("codedeploy", "CreateApplication", {
      applicationName,
      computePlatform: "Server",
    });
  }
  return { applicationName };
}

async function ensureGroup(
  lab: Lab,
  group: { applicationName: string; deploymentGroupName: string; deploymentStyle: object } & Record<
    string,
    unknown
  >,
): Promise<void> {
  const { applicationName } = group;
  const { deploymentGroups } = await lab.call("codedeploy", "ListDeploymentGroups", {
    applicationName,
  });
  if (!deploymentGroups.includes(group.deploymentGroupName)) {
    await lab.call("codedeploy", "CreateDeploymentGroup", group);
  }
}
