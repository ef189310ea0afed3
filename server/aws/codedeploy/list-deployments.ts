import "server-only";
import { ListDeploymentsCommand } from "@aws-sdk/client-codedeploy";
import type { DeploymentStatus } from "@/lib/releases/model";
import { callAws, type UpstreamCtx } from "../call-aws";
import { codedeploy } from "./client";

/** Deployment ids of a group, newest first, one page. Needs codedeploy:ListDeployments. */
export async function listDeployments(
  ctx: UpstreamCtx,
  group: { application: string; deploymentGroup: string },
  options: { statuses?: DeploymentStatus[]; max?: number } = {},
): Promise<string[]> {
  const answer = await callAws(ctx, "codedeploy", "ListDeployments", (sendOptions) =>
    codedeploy().send(
      new ListDeploymentsCommand({
        applicationName: group.application,
        deploymentGroupName: group.deploymentGroup,
        includeOnlyStatuses: options.statuses,
      }),
      sendOptions,
    ),
  );
  return (answer.deployments ?? []).slice(0, options.max ?? 25);
}
