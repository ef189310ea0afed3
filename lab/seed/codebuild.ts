/** The build project of the sample application. */
import { AwsError } from "../core/aws-error.ts";
import type { Lab } from "../core/contracts.ts";

export default async function seedCodeBuild(lab: Lab): Promise<void> {
  try {
    await lab.call("codebuild", "CreateProject", {
      name: "lab-app",
      description: "Builds and tests the sample application.",
      source: { type: "CODEPIPELINE", buildspec: "buildspec.yml" },
      artifacts: { type: "CODEPIPELINE" },
      environment: {
        type: "LINUX_CONTAINER",
        image: "aws/codebuild/standard:7.0",
        computeType: "BUILD_GENERAL1_SMALL",
        environmentVariables: [],
      },
      serviceRole: "arn:aws:iam::000000000000:role/lab-codebuild",
      timeoutInMinutes: 15,
    });
  } catch (error) {
    const exists = error instanceof AwsError && error.code === "ResourceAlreadyExistsException";
    if (!exists) throw error;
  }
}
