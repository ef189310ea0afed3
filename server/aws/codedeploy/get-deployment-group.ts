import "server-only";
import { GetDeploymentGroupCommand, ListDeploymentGroupsCommand } from "@aws-sdk/client-codedeploy";
import { callAws, type UpstreamCtx } from "../call-aws";
import { codedeploy } from "./client";

export interface DeploymentGroupRead {
  autoScalingGroups: string[];
  targetGroups: string[];
  /** Alarms that stop a deployment of this group. */
  alarms: string[];
}

/** Needs codedeploy:GetDeploymentGroup. */
export async function getDeploymentGroup(
  ctx: UpstreamCtx,
  group: { application: string; deploymentGroup: string },
): Promise<DeploymentGroupRead> {
  const { deploymentGroupInfo: info } = await callAws(
    ctx,
    "codedeploy",
    "GetDeploymentGroup",
    (options) =>
      codedeploy().send(
        new GetDeploymentGroupCommand({
          applicationName: group.application,
          deploymentGroupName: group.deploymentGroup,
        }),
        options,
      ),
  );
  const balancers = info?.loadBalancerInfo;
  const names = [
    ...(balancers?.targetGroupInfoList ?? []),
    ...(balancers?.targetGroupPairInfoList ?? []).flatMap((pair) => pair.targetGroups ?? []),
  ];
  return {
    autoScalingGroups: (info?.autoScalingGroups ?? []).flatMap((asg) => asg.name ?? []),
    targetGroups: names.flatMap((target) => target.name ?? []),
    alarms: (info?.alarmConfiguration?.alarms ?? []).flatMap((alarm) => alarm.name ?? []),
  };
}

/** Names of an application's deployment groups. Needs codedeploy:ListDeploymentGroups. */
export async function listDeploymentGroups(
  ctx: UpstreamCtx,
  application: string,
): Promise<string[]> {
  const groups: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await callAws(ctx, "codedeploy", "ListDeploymentGroups", (options) =>
      codedeploy().send(
        new ListDeploymentGroupsCommand({ applicationName: application, nextToken }),
        options,
      ),
    );
    groups.push(...(page.deploymentGroups ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return groups;
}
