import { CreateProjectCommand } from "@aws-sdk/client-codebuild";
import {
  type ActionDeclaration,
  type CodePipelineClient,
  CreatePipelineCommand,
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  type PipelineDeclaration,
  type StageDeclaration,
} from "@aws-sdk/client-codepipeline";
import { waitFor } from "../../../fixtures/wait-for.ts";
import type { Wire } from "./a-wire.ts";

const type = (category: "Source" | "Build" | "Approval" | "Deploy", provider: string) => ({
  category,
  owner: "AWS" as const,
  provider,
  version: "1",
});

export const sourceStage = (key: string): StageDeclaration => ({
  name: "Source",
  actions: [
    {
      name: "Source",
      actionTypeId: type("Source", "S3"),
      namespace: "Source",
      configuration: {
        S3Bucket: "code-build-source-lab",
        S3ObjectKey: key,
        PollForSourceChanges: "false",
      },
      outputArtifacts: [{ name: "SourceArtifact" }],
    },
  ],
});

export const buildStage = (rest: Partial<StageDeclaration> = {}): StageDeclaration => ({
  name: "Build",
  actions: [
    {
      name: "Build",
      actionTypeId: type("Build", "CodeBuild"),
      namespace: "Build",
      configuration: {
        ProjectName: "it",
        EnvironmentVariables: JSON.stringify([
          { name: "EXECUTION", value: "#{codepipeline.PipelineExecutionId}", type: "PLAINTEXT" },
        ]),
      },
      inputArtifacts: [{ name: "SourceArtifact" }],
      outputArtifacts: [{ name: "BuildArtifact" }],
    },
  ],
  ...rest,
});

export const approvalStage = (rest: Partial<ActionDeclaration> = {}): StageDeclaration => ({
  name: "Approval",
  actions: [{ name: "Approve", actionTypeId: type("Approval", "Manual"), ...rest }],
});

export const deployStage = (provider: string): StageDeclaration => ({
  name: "Deploy",
  actions: [
    {
      name: "Deploy",
      actionTypeId: type("Deploy", provider),
      configuration: { BucketName: "somewhere" },
      inputArtifacts: [{ name: "BuildArtifact" }],
    },
  ],
});

/** Creates a pipeline whose source is `it/<name>.zip`; resolves when the first execution, which has no source yet, has failed. */
export async function aPipeline(
  wire: Wire,
  name: string,
  stages: StageDeclaration[],
  rest: Partial<PipelineDeclaration> = {},
): Promise<void> {
  await wire.codepipeline.send(
    new CreatePipelineCommand({
      pipeline: {
        name,
        roleArn: "arn:aws:iam::000000000000:role/lab-codepipeline",
        pipelineType: "V2",
        artifactStore: { type: "S3", location: "code-build-artifacts-lab" },
        stages: [sourceStage(`it/${name}.zip`), ...stages],
        ...rest,
      },
    }),
  );
  await waitFor("the first execution to fail", async () => {
    const [first] = await executionsOf(wire.codepipeline, name);
    return first?.status === "Failed";
  });
}

export async function aPipelineProject(wire: Wire): Promise<void> {
  await wire.codebuild.send(
    new CreateProjectCommand({
      name: "it",
      source: { type: "CODEPIPELINE" },
      artifacts: { type: "CODEPIPELINE" },
      environment: {
        type: "LINUX_CONTAINER",
        image: "aws/codebuild/standard:7.0",
        computeType: "BUILD_GENERAL1_SMALL",
      },
      serviceRole: "arn:aws:iam::000000000000:role/lab-codebuild",
    }),
  );
}

/** Newest first. */
export async function executionsOf(client: CodePipelineClient, pipelineName: string) {
  const answer = await client.send(new ListPipelineExecutionsCommand({ pipelineName }));
  return answer.pipelineExecutionSummaries ?? [];
}

export async function stageOf(client: CodePipelineClient, name: string, stage: string) {
  const state = await client.send(new GetPipelineStateCommand({ name }));
  const found = state.stageStates?.find((one) => one.stageName === stage);
  if (!found) throw new Error(`No stage ${stage}`);
  return found;
}

/** The token of the approval that waits now, with its execution. */
export function waitingApproval(client: CodePipelineClient, name: string, after?: string) {
  return waitFor(`the approval of ${name}`, async () => {
    const stage = await stageOf(client, name, "Approval");
    const token = stage.actionStates?.[0]?.latestExecution?.token;
    const executionId = stage.latestExecution?.pipelineExecutionId;
    return token && executionId && token !== after ? { token, executionId } : undefined;
  });
}

export function executionIs(
  client: CodePipelineClient,
  pipelineName: string,
  pipelineExecutionId: string,
  status: string,
) {
  return waitFor(`${pipelineName} ${pipelineExecutionId} to be ${status}`, async () => {
    const answer = await client.send(
      new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId }),
    );
    return answer.pipelineExecution?.status === status && answer.pipelineExecution;
  });
}

export async function actionsOf(
  client: CodePipelineClient,
  pipelineName: string,
  pipelineExecutionId: string,
) {
  const answer = await client.send(
    new ListActionExecutionsCommand({ pipelineName, filter: { pipelineExecutionId } }),
  );
  return answer.actionExecutionDetails ?? [];
}
