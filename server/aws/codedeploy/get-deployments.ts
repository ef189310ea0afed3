import "server-only";
import { BatchGetDeploymentsCommand, GetDeploymentCommand } from "@aws-sdk/client-codedeploy";
import { callAws, type UpstreamCtx } from "../call-aws";
import { codedeploy } from "./client";
import { type DeploymentRead, deploymentRead } from "./deployment-read";

/** Needs codedeploy:GetDeployment. `not_found` when there is none. */
export async function getDeployment(ctx: UpstreamCtx, id: string): Promise<DeploymentRead> {
  const answer = await callAws(ctx, "codedeploy", "GetDeployment", (options) =>
    codedeploy().send(new GetDeploymentCommand({ deploymentId: id }), options),
  );
  return deploymentRead(answer.deploymentInfo ?? {});
}

/** Many at once, in the order asked for; unknown ones are left out. Needs codedeploy:BatchGetDeployments. */
export async function getDeployments(ctx: UpstreamCtx, ids: string[]): Promise<DeploymentRead[]> {
  const found = new Map<string, DeploymentRead>();
  for (let from = 0; from < ids.length; from += 25) {
    const answer = await callAws(ctx, "codedeploy", "BatchGetDeployments", (options) =>
      codedeploy().send(
        new BatchGetDeploymentsCommand({ deploymentIds: ids.slice(from, from + 25) }),
        options,
      ),
    );
    for (const info of answer.deploymentsInfo ?? []) {
      const read = deploymentRead(info);
      found.set(read.id, read);
    }
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}
