/** The two pipelines of the sample application. They start with the first push, not with their creation. */
import type { Lab } from "../core/contracts.ts";
import { pipelineEngine } from "../services/codepipeline/index.ts";
import type { ActionDeclaration, PipelineDeclaration } from "../services/codepipeline/model.ts";
import { addPipeline } from "../services/codepipeline/pipelines.ts";

const SEVEN_DAYS = 7 * 24 * 60;

function action(
  category: string,
  provider: string,
  rest: Omit<ActionDeclaration, "actionTypeId">,
): ActionDeclaration {
  return { actionTypeId: { category, owner: "AWS", provider, version: "1" }, runOrder: 1, ...rest };
}

function releasePipeline(
  name: string,
  branch: string,
  deploymentGroup: string,
  question: string,
): PipelineDeclaration {
  return {
    name,
    roleArn: "arn:aws:iam::000000000000:role/lab-codepipeline",
    pipelineType: "V2",
    executionMode: "SUPERSEDED",
    artifactStore: { type: "S3", location: "code-build-artifacts-lab" },
    stages: [
      {
        name: "Source",
        actions: [
          action("Source", "S3", {
            name: "Source",
            namespace: "SourceVariables",
            configuration: {
              S3Bucket: "code-build-source-lab",
              S3ObjectKey: `lab-app/${branch}/source.zip`,
              PollForSourceChanges: "false",
            },
            outputArtifacts: [{ name: "SourceArtifact" }],
          }),
        ],
      },
      {
        name: "Build",
        actions: [
          action("Build", "CodeBuild", {
            name: "Build",
            namespace: "BuildVariables",
            configuration: { ProjectName: "lab-app" },
            inputArtifacts: [{ name: "SourceArtifact" }],
            outputArtifacts: [{ name: "BuildArtifact" }],
          }),
        ],
      },
      {
        name: "Approval",
        actions: [
          action("Approval", "Manual", {
            name: "Approve",
            timeoutInMinutes: SEVEN_DAYS,
            configuration: { CustomData: question },
          }),
        ],
      },
      {
        name: "Production",
        actions: [
          action("Deploy", "CodeDeploy", {
            name: "Deploy",
            namespace: "DeployVariables",
            configuration: { ApplicationName: "lab-app", DeploymentGroupName: deploymentGroup },
            inputArtifacts: [{ name: "BuildArtifact" }],
          }),
        ],
      },
    ],
  };
}

export default async function seedCodePipeline(lab: Lab): Promise<void> {
  const engine = pipelineEngine(lab);
  const pipelines = [
    releasePipeline(
      "lab-app",
      "main",
      "in-place",
      "Release this version to production, one instance at a time?",
    ),
    releasePipeline(
      "lab-app-blue-green",
      "blue-green",
      "blue-green",
      "Release this version to new instances and move the traffic over?",
    ),
  ];
  for (const pipeline of pipelines) {
    if (!engine.has(pipeline.name)) addPipeline(engine, pipeline);
  }
}
