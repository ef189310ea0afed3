/** The structure of the labelled sample pipelines. Their source object never exists, so nothing starts them. */
import type { PipelineDeclaration } from "./model.ts";

const aws = (category: string, provider: string) => ({
  category,
  owner: "AWS",
  provider,
  version: "1",
});

export const bulkTemplate: PipelineDeclaration = {
  name: "bulk",
  roleArn: "arn:aws:iam::000000000000:role/lab-codepipeline",
  pipelineType: "V2",
  executionMode: "SUPERSEDED",
  artifactStore: { type: "S3", location: "code-build-artifacts-lab" },
  stages: [
    {
      name: "Source",
      actions: [
        {
          name: "Source",
          actionTypeId: aws("Source", "S3"),
          configuration: {
            S3Bucket: "bulk-sample",
            S3ObjectKey: "bulk/source.zip",
            PollForSourceChanges: "false",
          },
          outputArtifacts: [{ name: "SourceOutput" }],
        },
      ],
    },
    {
      name: "Build",
      actions: [
        {
          name: "Build",
          actionTypeId: aws("Build", "CodeBuild"),
          configuration: { ProjectName: "bulk-sample" },
          inputArtifacts: [{ name: "SourceOutput" }],
          outputArtifacts: [{ name: "BuildOutput" }],
        },
      ],
    },
    {
      name: "Production",
      actions: [
        {
          name: "Production",
          actionTypeId: aws("Deploy", "CodeDeploy"),
          configuration: { ApplicationName: "bulk-sample", DeploymentGroupName: "bulk-sample" },
          inputArtifacts: [{ name: "BuildOutput" }],
        },
      ],
    },
  ],
};
