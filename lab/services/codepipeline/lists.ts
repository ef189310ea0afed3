/** The lists of executions and of actions, and one execution in full. */
import { AwsError } from "../../core/aws-error.ts";
import type { Lab } from "../../core/contracts.ts";
import type { Engine } from "./engine.ts";
import type { ActionRun, Artifact, ExecutionRecord, StageRun } from "./model.ts";

/** @throws AwsError InvalidNextTokenException */
export function paged<T>(items: T[], max: number, token: string | undefined) {
  const from = token
    ? Number(/^page:(\d+)$/.exec(Buffer.from(token, "base64url").toString())?.[1] ?? Number.NaN)
    : 0;
  if (!Number.isInteger(from)) {
    throw new AwsError("InvalidNextTokenException", "The next token is not valid.");
  }
  const to = from + max;
  return {
    items: items.slice(from, to),
    ...(to < items.length ? { nextToken: Buffer.from(`page:${to}`).toString("base64url") } : {}),
  };
}

/** @throws AwsError ValidationException outside 1…`highest` */
export function pageSize(wanted: unknown, highest: number): number {
  if (wanted === undefined) return highest;
  if (typeof wanted === "number" && Number.isInteger(wanted) && wanted >= 1 && wanted <= highest) {
    return wanted;
  }
  throw new AwsError(
    "ValidationException",
    `1 validation error detected: Value '${wanted}' at 'maxResults' failed to satisfy constraint: Member must have value between 1 and ${highest}`,
  );
}

const common = (execution: ExecutionRecord) => ({
  pipelineExecutionId: execution.id,
  status: execution.status,
  ...(execution.statusSummary ? { statusSummary: execution.statusSummary } : {}),
  trigger: execution.trigger,
  executionMode: execution.mode,
  executionType: execution.type,
  ...(execution.rollbackTarget
    ? { rollbackMetadata: { rollbackTargetPipelineExecutionId: execution.rollbackTarget } }
    : {}),
});

interface ListExecutionsInput {
  pipelineName: string;
  maxResults?: number;
  nextToken?: string;
  filter?: { succeededInStage?: { stageName?: string } };
}

/** Newest first. */
export function listExecutions(engine: Engine, input: ListExecutionsInput) {
  engine.pipeline(input.pipelineName);
  const stage = input.filter?.succeededInStage?.stageName;
  const executions = engine
    .executions(input.pipelineName)
    .filter((one) => !stage || one.stages[stage]?.status === "Succeeded")
    .toReversed();
  const { items, nextToken } = paged(executions, pageSize(input.maxResults, 100), input.nextToken);
  return {
    pipelineExecutionSummaries: items.map((execution) => ({
      ...common(execution),
      startTime: execution.startTime,
      lastUpdateTime: execution.lastUpdateTime,
      sourceRevisions: execution.revisions.map((one) => ({
        actionName: one.actionName,
        revisionId: one.revisionId,
        ...(one.revisionSummary ? { revisionSummary: one.revisionSummary } : {}),
        ...(one.revisionUrl ? { revisionUrl: one.revisionUrl } : {}),
      })),
      ...(execution.stop?.reason ? { stopTrigger: { reason: execution.stop.reason } } : {}),
    })),
    ...(nextToken ? { nextToken } : {}),
  };
}

export function findExecution(engine: Engine, pipeline: string, id: string): ExecutionRecord {
  engine.pipeline(pipeline);
  const found = engine.executions(pipeline).find((one) => one.id === id);
  if (found) return found;
  throw new AwsError(
    "PipelineExecutionNotFoundException",
    `Pipeline execution with ID '${id}' was not found in pipeline '${pipeline}'.`,
  );
}

export function executionDetail(execution: ExecutionRecord) {
  const variables = Object.entries(execution.variables.variables ?? {});
  return {
    pipelineExecution: {
      pipelineName: execution.pipeline,
      pipelineVersion: execution.version,
      ...common(execution),
      artifactRevisions: execution.revisions.map((one) => ({
        name: one.artifact ?? one.actionName,
        revisionId: one.revisionId,
        revisionChangeIdentifier: one.revisionId.slice(0, 100),
        created: one.created,
        ...(one.revisionSummary ? { revisionSummary: one.revisionSummary } : {}),
        ...(one.revisionUrl ? { revisionUrl: one.revisionUrl } : {}),
      })),
      ...(variables.length > 0
        ? { variables: variables.map(([name, resolvedValue]) => ({ name, resolvedValue })) }
        : {}),
    },
  };
}

interface ListActionsInput {
  pipelineName: string;
  maxResults?: number;
  nextToken?: string;
  filter?: {
    pipelineExecutionId?: string;
    latestInPipelineExecution?: { pipelineExecutionId: string; startTimeRange: "Latest" | "All" };
  };
}

/** Newest first. */
export function listActions(lab: Lab, engine: Engine, input: ListActionsInput) {
  engine.pipeline(input.pipelineName);
  const latest = input.filter?.latestInPipelineExecution;
  const wanted = latest?.pipelineExecutionId ?? input.filter?.pipelineExecutionId;
  const executions = wanted
    ? [findExecution(engine, input.pipelineName, wanted)]
    : engine.executions(input.pipelineName);
  const rows = executions.flatMap((execution) =>
    Object.entries(execution.stages).flatMap(([stage, stageRun]) =>
      stageRun.actions
        .filter((run) => latest?.startTimeRange !== "Latest" || isLatest(stageRun, run))
        .map((run) => ({ execution, stage, run })),
    ),
  );
  rows.sort((a, b) => b.run.startTime - a.run.startTime);
  const { items, nextToken } = paged(rows, pageSize(input.maxResults, 100), input.nextToken);
  return {
    actionExecutionDetails: items.map((row) => actionDetail(lab, engine, row)),
    ...(nextToken ? { nextToken } : {}),
  };
}

const isLatest = (stageRun: StageRun, run: ActionRun) =>
  stageRun.actions.findLast((one) => one.action === run.action) === run;

const located = (artifacts: Artifact[]) =>
  artifacts.map((one) => ({ name: one.name, s3location: { bucket: one.bucket, key: one.key } }));

function actionDetail(
  lab: Lab,
  engine: Engine,
  row: { execution: ExecutionRecord; stage: string; run: ActionRun },
) {
  const { execution, stage, run } = row;
  const action = engine
    .declaration(execution.pipeline, execution.version)
    ?.stages.find((one) => one.name === stage)
    ?.actions.find((one) => one.name === run.action);
  const summary = run.errorDetails?.message ?? run.summary;
  return {
    pipelineExecutionId: execution.id,
    actionExecutionId: run.id,
    pipelineVersion: execution.version,
    stageName: stage,
    actionName: run.action,
    startTime: run.startTime,
    lastUpdateTime: run.lastUpdateTime,
    status: run.status,
    ...(run.updatedBy ? { updatedBy: run.updatedBy } : {}),
    input: {
      ...(action ? { actionTypeId: action.actionTypeId } : {}),
      ...(action?.configuration ? { configuration: action.configuration } : {}),
      ...(run.resolvedConfiguration ? { resolvedConfiguration: run.resolvedConfiguration } : {}),
      ...(action?.roleArn ? { roleArn: action.roleArn } : {}),
      region: action?.region ?? lab.region,
      inputArtifacts: located(run.inputs),
      ...(action?.namespace ? { namespace: action.namespace } : {}),
    },
    output: {
      outputArtifacts: located(run.outputs),
      executionResult: {
        ...(run.externalExecutionId ? { externalExecutionId: run.externalExecutionId } : {}),
        ...(summary ? { externalExecutionSummary: summary } : {}),
        ...(run.externalExecutionUrl ? { externalExecutionUrl: run.externalExecutionUrl } : {}),
        ...(run.errorDetails ? { errorDetails: run.errorDetails } : {}),
        ...(run.logStreamARN ? { logStreamARN: run.logStreamARN } : {}),
      },
      ...(run.outputVariables ? { outputVariables: run.outputVariables } : {}),
    },
  };
}
