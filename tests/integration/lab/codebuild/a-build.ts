import { type CloudWatchLogsClient, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  BatchGetBuildsCommand,
  type Build,
  type CodeBuildClient,
  CreateProjectCommand,
  StartBuildCommand,
  type StartBuildCommandInput,
} from "@aws-sdk/client-codebuild";
import { waitFor } from "../../../fixtures/wait-for.ts";

/** A project whose buildspec each build brings along. */
export async function aProject(codebuild: CodeBuildClient, name: string, location?: string) {
  await codebuild.send(
    new CreateProjectCommand({
      name,
      source: location
        ? { type: "S3", location }
        : { type: "NO_SOURCE", buildspec: "version: 0.2\nphases: {}\n" },
      artifacts: { type: "NO_ARTIFACTS" },
      environment: {
        type: "LINUX_CONTAINER",
        image: "aws/codebuild/standard:7.0",
        computeType: "BUILD_GENERAL1_SMALL",
      },
      serviceRole: "arn:aws:iam::000000000000:role/lab-codebuild",
    }),
  );
}

export async function startBuild(
  codebuild: CodeBuildClient,
  input: StartBuildCommandInput,
): Promise<string> {
  const { build } = await codebuild.send(new StartBuildCommand(input));
  if (!build?.id) throw new Error("The build has no id.");
  return build.id;
}

export async function readBuild(codebuild: CodeBuildClient, id: string): Promise<Build> {
  const { builds } = await codebuild.send(new BatchGetBuildsCommand({ ids: [id] }));
  if (!builds?.[0]) throw new Error(`Build ${id} does not exist.`);
  return builds[0];
}

export function ended(codebuild: CodeBuildClient, id: string, deadlineMs = 40_000): Promise<Build> {
  return waitFor(
    `the end of ${id}`,
    async () => {
      const build = await readBuild(codebuild, id);
      return build.buildComplete && build;
    },
    deadlineMs,
  );
}

export const phaseOf = (build: Build, type: string) =>
  build.phases?.find((phase) => phase.phaseType === type);

/** The whole log so far. */
export async function readLog(logs: CloudWatchLogsClient, id: string): Promise<string> {
  const [project, logStreamName] = id.split(":");
  const logGroupName = `/aws/codebuild/${project}`;
  let text = "";
  let nextToken: string | undefined;
  for (;;) {
    const page = await logs.send(
      new GetLogEventsCommand({ logGroupName, logStreamName, nextToken, startFromHead: true }),
    );
    text += (page.events ?? []).map((event) => event.message).join("");
    if (page.nextForwardToken === nextToken) return text;
    nextToken = page.nextForwardToken;
  }
}
