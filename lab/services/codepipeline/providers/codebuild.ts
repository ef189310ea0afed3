/** Build and test actions: one CodeBuild build per action. */
import { AwsError } from "../../../core/aws-error.ts";
import { type ActionProvider, failed } from "./provider.ts";

interface Build {
  id: string;
  buildStatus: string;
  phases?: {
    phaseType: string;
    phaseStatus?: string;
    contexts?: { statusCode?: string; message?: string }[];
  }[];
  logs?: { cloudWatchLogsArn?: string };
  exportedEnvironmentVariables?: { name: string; value: string }[];
}

function reasonOf(build: Build): string {
  const phase = build.phases?.find((one) =>
    ["FAILED", "FAULT", "TIMED_OUT", "STOPPED"].includes(one.phaseStatus ?? ""),
  );
  const context = phase?.contexts?.find((one) => one.message);
  const where = phase ? ` Phase: ${phase.phaseType}` : "";
  const why = context ? `, Code: ${context.statusCode}, Message: ${context.message}` : "";
  return `Build terminated with state: ${build.buildStatus}.${where}${why}`;
}

export const codeBuild: ActionProvider = {
  async start({ lab, execution, action, run, configuration, outputArtifact }) {
    const primary = configuration.PrimarySource;
    const source = run.inputs.find((input) => input.name === primary) ?? run.inputs[0];
    if (!source) return failed("ConfigurationError", "The build action has no input artifact.");
    const output = action.outputArtifacts?.[0];
    const artifact = run.outputs[0] ?? (output ? outputArtifact(output.name) : undefined);
    const variables = configuration.EnvironmentVariables
      ? (JSON.parse(configuration.EnvironmentVariables) as unknown[])
      : [];
    const { build } = (await lab.call("codebuild", "StartBuild", {
      projectName: configuration.ProjectName,
      // The same action asks for the same build, also after a crash in between.
      idempotencyToken: run.id,
      sourceVersion: `arn:aws:s3:::${source.bucket}/${source.key}`,
      artifactsOverride: artifact
        ? { type: "CODEPIPELINE", location: artifact.bucket, name: artifact.key }
        : { type: "CODEPIPELINE" },
      environmentVariablesOverride: [
        ...variables,
        { name: "CODEBUILD_INITIATOR", value: `codepipeline/${execution.pipeline}` },
      ],
    })) as { build: Build };
    const url = `https://console.aws.amazon.com/codebuild/home?region=${lab.region}#/builds/${build.id}/view/new`;
    const log = build.logs?.cloudWatchLogsArn;
    return {
      pending: {
        externalExecutionId: build.id,
        externalExecutionUrl: url,
        ...(log ? { logStreamARN: log.slice(0, 250) } : {}),
        ...(artifact ? { outputs: [artifact] } : {}),
      },
    };
  },
  async check(lab, run) {
    const { builds = [] } = (await lab.call("codebuild", "BatchGetBuilds", {
      ids: [run.externalExecutionId],
    })) as { builds?: Build[] };
    const build = builds[0];
    if (!build) return failed("JobFailed", `Build ${run.externalExecutionId} no longer exists.`);
    if (build.buildStatus === "IN_PROGRESS") return undefined;
    if (build.buildStatus !== "SUCCEEDED") return failed("JobFailed", reasonOf(build));
    const exported = build.exportedEnvironmentVariables ?? [];
    return {
      status: "Succeeded",
      outputVariables: Object.fromEntries(exported.map((one) => [one.name, one.value])),
    };
  },
  async abandon(lab, run) {
    if (!run.externalExecutionId) return;
    try {
      await lab.call("codebuild", "StopBuild", { id: run.externalExecutionId });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
    }
  },
};
