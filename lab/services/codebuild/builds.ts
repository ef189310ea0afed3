/** The operations on builds. */
import { randomUUID } from "node:crypto";
import { AwsError } from "../../core/aws-error.ts";
import type { Lab, Operation } from "../../core/contracts.ts";
import type { BuildQueue } from "./build-queue.ts";
import type { Build, BuildRecord, EnvironmentVariable, Project } from "./model.ts";
import { batchOf, pageOf } from "./paging.ts";
import { sourceObject } from "./prepare-source.ts";
import { projectCollection } from "./projects.ts";

const invalid = (message: string) => new AwsError("InvalidInputException", message);
/** CodePipeline says with this variable who it is, as the build's environment shows it in AWS too. */
const INITIATOR = "CODEBUILD_INITIATOR";

export function buildOperations(lab: Lab, queue: BuildQueue): Record<string, Operation> {
  const projects = projectCollection(lab);

  const find = (id: unknown): BuildRecord => {
    const text = String(id ?? "");
    const record = queue.get(text.split(":build/").at(-1) ?? text);
    if (record) return record;
    throw new AwsError("ResourceNotFoundException", `Build ${text} was not found.`);
  };
  const start = (input: StartInput, callerArn: string) => {
    const token = input.idempotencyToken;
    const earlier = token ? queue.list().find((one) => one.idempotencyToken === token) : undefined;
    if (earlier) return { build: earlier.build };
    const project = projects.get(input.projectName);
    if (!project) {
      throw new AwsError(
        "ResourceNotFoundException",
        `Project cannot be found: ${lab.arn("codebuild", `project/${input.projectName}`)}`,
      );
    }
    const record = newBuild(lab, project, input, callerArn);
    queue.add(record);
    return { build: record.build };
  };

  return {
    StartBuild: (input, call) => start(input, call.callerArn),
    RetryBuild(input, call) {
      const { build, artifactsTarget } = find(input.id);
      return start(
        {
          projectName: build.projectName,
          idempotencyToken: input.idempotencyToken,
          artifactsOverride: artifactsTarget,
          environmentVariablesOverride: build.environment.environmentVariables ?? [],
          ...(build.sourceVersion ? { sourceVersion: build.sourceVersion } : {}),
          ...(build.source.buildspec ? { buildspecOverride: build.source.buildspec } : {}),
        },
        call.callerArn,
      );
    },
    StopBuild(input) {
      const record = find(input.id);
      queue.stop(record.build.id);
      return { build: record.build };
    },
    BatchGetBuilds(input) {
      const ids = batchOf(input.ids, "ids");
      const key = (id: string) => id.split(":build/").at(-1) ?? id;
      const missing = ids.filter((id) => !queue.get(key(id)));
      return {
        builds: ids.flatMap((id) => queue.get(key(id))?.build ?? []),
        ...(missing.length > 0 ? { buildsNotFound: missing } : {}),
      };
    },
    BatchDeleteBuilds(input) {
      const ids = batchOf(input.ids, "ids");
      const gone = ids.filter((id) => queue.get(id)?.build.buildComplete);
      for (const id of gone) queue.remove(id);
      const kept = ids.filter((id) => !gone.includes(id));
      return {
        ...(gone.length > 0
          ? { buildsDeleted: gone.map((id) => lab.arn("codebuild", `build/${id}`)) }
          : {}),
        ...(kept.length > 0
          ? {
              buildsNotDeleted: kept.map((id) => ({
                id,
                statusCode: queue.get(id) ? "BUILD_IN_PROGRESS" : "NOT_FOUND",
              })),
            }
          : {}),
      };
    },
    ListBuilds: (input) => listed(queue.list(), input),
    ListBuildsForProject(input) {
      if (!projects.get(input.projectName)) {
        throw new AwsError(
          "ResourceNotFoundException",
          `Project cannot be found: ${input.projectName}`,
        );
      }
      return listed(
        queue.list().filter((one) => one.build.projectName === input.projectName),
        input,
      );
    },
  };
}

function listed(records: BuildRecord[], input: { sortOrder?: string; nextToken?: string }) {
  const ids = records.map((one) => one.build.id);
  if (input.sortOrder !== "ASCENDING") ids.reverse();
  const { items, nextToken } = pageOf(ids, input.nextToken);
  return { ids: items, ...(nextToken ? { nextToken } : {}) };
}

interface StartInput {
  projectName: string;
  idempotencyToken?: string;
  sourceVersion?: string;
  sourceTypeOverride?: string;
  sourceLocationOverride?: string;
  buildspecOverride?: string;
  artifactsOverride?: Project["artifacts"];
  environmentVariablesOverride?: EnvironmentVariable[];
  timeoutInMinutesOverride?: number;
}

function newBuild(lab: Lab, project: Project, input: StartInput, callerArn: string): BuildRecord {
  const uuid = randomUUID();
  const id = `${project.name}:${uuid}`;
  const group = project.logsConfig?.cloudWatchLogs?.groupName ?? `/aws/codebuild/${project.name}`;
  const overrides = input.environmentVariablesOverride ?? [];
  const initiator = overrides.find((one) => one.name === INITIATOR)?.value;
  const own = overrides.filter((one) => one.name !== INITIATOR);
  const variables = [
    ...(project.environment.environmentVariables ?? []).filter(
      (one) => !own.some((other) => other.name === one.name),
    ),
    ...own,
  ];
  const minutes = input.timeoutInMinutesOverride ?? project.timeoutInMinutes;
  if (!Number.isInteger(minutes) || minutes < 5 || minutes > 2160) {
    throw invalid("timeoutInMinutesOverride must be between 5 and 2160.");
  }
  const sourceVersion = input.sourceVersion ?? project.sourceVersion;
  const build: Build = {
    id,
    arn: lab.arn("codebuild", `build/${id}`),
    buildNumber: lab.store.next(`codebuild.${project.name}`),
    startTime: Date.now() / 1000,
    currentPhase: "SUBMITTED",
    buildStatus: "IN_PROGRESS",
    ...(sourceVersion ? { sourceVersion } : {}),
    projectName: project.name,
    phases: [],
    source: {
      ...project.source,
      type: input.sourceTypeOverride ?? project.source.type,
      ...(input.sourceLocationOverride ? { location: input.sourceLocationOverride } : {}),
      ...(input.buildspecOverride ? { buildspec: input.buildspecOverride } : {}),
    },
    artifacts: {},
    environment: { ...project.environment, environmentVariables: variables },
    serviceRole: project.serviceRole,
    logs: {
      groupName: group,
      streamName: uuid,
      deepLink: `https://console.aws.amazon.com/cloudwatch/home?region=${lab.region}#logsV2:log-groups/log-group/${encodeURIComponent(group)}/log-events/${uuid}`,
      cloudWatchLogsArn: lab.arn("logs", `log-group:${group}:log-stream:${uuid}`),
      cloudWatchLogs: { status: "ENABLED", groupName: group, streamName: uuid },
    },
    timeoutInMinutes: minutes,
    queuedTimeoutInMinutes: project.queuedTimeoutInMinutes,
    buildComplete: false,
    initiator: initiator ?? callerArn.split("/").at(-1) ?? "lab",
  };
  if (build.source.type === "CODEPIPELINE" && !sourceObject(build)) {
    throw invalid(
      "Builds of this project are started by CodePipeline; give a source to start one by hand.",
    );
  }
  return {
    build,
    artifactsTarget: { ...project.artifacts, ...input.artifactsOverride },
    ...(input.idempotencyToken ? { idempotencyToken: input.idempotencyToken } : {}),
  };
}
