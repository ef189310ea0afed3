import { CodeDeployClient, ListDeploymentsCommand } from "@aws-sdk/client-codedeploy";
import {
  CodePipelineClient,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
} from "@aws-sdk/client-codepipeline";
import { routes } from "../../lib/platform/routes.ts";

/** Console paths of what was really released: every deployment, a build and an execution of each pipeline. */
export async function releasedPaths({ labUrl }: { labUrl: string }): Promise<string[]> {
  const settings = {
    endpoint: labUrl,
    region: "us-east-1",
    credentials: { accessKeyId: "lab", secretAccessKey: "lab" },
  };
  const codedeploy = new CodeDeployClient(settings);
  const codepipeline = new CodePipelineClient(settings);
  const paths: string[] = [];
  for (const deploymentGroupName of ["in-place", "blue-green"]) {
    const { deployments } = await codedeploy.send(
      new ListDeploymentsCommand({ applicationName: "lab-app", deploymentGroupName }),
    );
    paths.push(...(deployments ?? []).map(routes.deployment));
  }
  for (const pipelineName of ["lab-app", "lab-app-blue-green"]) {
    const { pipelineExecutionSummaries } = await codepipeline.send(
      new ListPipelineExecutionsCommand({ pipelineName }),
    );
    const id = pipelineExecutionSummaries?.[0]?.pipelineExecutionId;
    if (!id) continue;
    paths.push(routes.execution(pipelineName, id));
    const { actionExecutionDetails } = await codepipeline.send(
      new ListActionExecutionsCommand({ pipelineName, filter: { pipelineExecutionId: id } }),
    );
    const build = actionExecutionDetails?.find(({ actionName }) => actionName === "Build");
    const buildId = build?.output?.executionResult?.externalExecutionId;
    if (buildId) paths.push(routes.build(buildId));
  }
  return paths;
}
