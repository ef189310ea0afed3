/** GetPipelineState: per stage what is in it, what waits before it, and how its actions stand. */
import type { Lab } from "../../core/contracts.ts";
import type { Engine } from "./engine.ts";
import { currentRun } from "./machine/machine.ts";
import type {
  ActionDeclaration,
  ActionRun,
  ExecutionRecord,
  PipelineRecord,
  StageDeclaration,
  StageStatus,
} from "./model.ts";

const stageExecution = (execution: ExecutionRecord, status: StageStatus) => ({
  pipelineExecutionId: execution.id,
  status,
  type: execution.type,
});

export function pipelineState(lab: Lab, engine: Engine, pipeline: PipelineRecord) {
  const executions = engine.executions(pipeline.name);
  return {
    pipelineName: pipeline.name,
    pipelineVersion: pipeline.version,
    stageStates: pipeline.declaration.stages.map((stage) =>
      stageState(lab, pipeline, stage, executions),
    ),
    created: pipeline.created,
    updated: pipeline.updated,
  };
}

function stageState(
  lab: Lab,
  pipeline: PipelineRecord,
  stage: StageDeclaration,
  executions: ExecutionRecord[],
) {
  const latest = executions.find((one) => one.id === pipeline.latestInStage[stage.name]);
  const stageRun = latest?.stages[stage.name];
  const inbound = executions
    .filter((one) => one.position.at === "inbound" && one.position.stage === stage.name)
    .map((one) => stageExecution(one, "InProgress"));
  const retries = stageRun && {
    ...(stageRun.autoRetries ? { autoStageRetryAttempt: stageRun.autoRetries } : {}),
    ...(stageRun.manualRetries ? { manualStageRetryAttempt: stageRun.manualRetries } : {}),
    ...(stageRun.latestRetryTrigger ? { latestRetryTrigger: stageRun.latestRetryTrigger } : {}),
  };
  const transition = pipeline.transitions[stage.name] ?? { enabled: true };
  return {
    stageName: stage.name,
    ...(inbound.length > 0 ? { inboundExecution: inbound.at(-1), inboundExecutions: inbound } : {}),
    inboundTransitionState: transition,
    actionStates: stage.actions.map((action) =>
      actionState(lab, action, latest, stageRun && currentRun(stageRun, action.name)),
    ),
    ...(latest && stageRun ? { latestExecution: stageExecution(latest, stageRun.status) } : {}),
    ...(retries && Object.keys(retries).length > 0 ? { retryStageMetadata: retries } : {}),
  };
}

function actionState(
  lab: Lab,
  action: ActionDeclaration,
  execution: ExecutionRecord | undefined,
  run: ActionRun | undefined,
) {
  const revision = execution?.revisions.find((one) => one.actionName === action.name);
  const entityUrl = entityUrlOf(lab, action);
  return {
    actionName: action.name,
    ...(run && revision
      ? {
          currentRevision: {
            revisionId: revision.revisionId,
            revisionChangeId: revision.revisionId.slice(0, 100),
            created: revision.created,
          },
          ...(revision.revisionUrl ? { revisionUrl: revision.revisionUrl } : {}),
        }
      : {}),
    ...(run ? { latestExecution: actionExecution(run) } : {}),
    ...(entityUrl ? { entityUrl } : {}),
  };
}

function actionExecution(run: ActionRun) {
  return {
    actionExecutionId: run.id,
    status: run.status,
    lastStatusChange: run.lastUpdateTime,
    ...(run.summary ? { summary: run.summary.slice(0, 2048) } : {}),
    ...(run.token && run.status === "InProgress" ? { token: run.token } : {}),
    ...(run.updatedBy ? { lastUpdatedBy: run.updatedBy } : {}),
    ...(run.externalExecutionId && !run.token
      ? { externalExecutionId: run.externalExecutionId }
      : {}),
    ...(run.externalExecutionUrl ? { externalExecutionUrl: run.externalExecutionUrl } : {}),
    ...(run.errorDetails ? { errorDetails: run.errorDetails } : {}),
    ...(run.logStreamARN ? { logStreamARN: run.logStreamARN } : {}),
  };
}

function entityUrlOf(lab: Lab, action: ActionDeclaration): string | undefined {
  const configuration = action.configuration ?? {};
  const base = "https://console.aws.amazon.com";
  const region = `?region=${lab.region}`;
  switch (action.actionTypeId.provider) {
    case "S3":
      // The object itself, which a browser can fetch here; the AWS console knows nothing of this bucket.
      return `${lab.endpoint}/${configuration.S3Bucket}/${configuration.S3ObjectKey}`;
    case "CodeBuild":
      return `${base}/codebuild/home${region}#/projects/${configuration.ProjectName}/view`;
    case "CodeDeploy":
      return `${base}/codedeploy/home${region}#/applications/${configuration.ApplicationName}/deployment-groups/${configuration.DeploymentGroupName}`;
    case "Manual":
      return configuration.ExternalEntityLink;
    default:
      return undefined;
  }
}
