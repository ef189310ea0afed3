/** CodePipeline's three kinds of EventBridge events, in the shapes of its user guide. */
import type { AwsEvent, Lab } from "../../core/contracts.ts";
import type { Effect } from "./machine/machine.ts";
import type { Artifact, ExecutionRecord, PipelineDeclaration } from "./model.ts";

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

const located = (artifacts: Artifact[]) =>
  artifacts.map((artifact) => ({
    name: artifact.name,
    s3location: { bucket: artifact.bucket, key: artifact.key },
  }));

/** Undefined for effects that are no event. */
export function eventOf(
  lab: Lab,
  effect: Effect,
  declaration: PipelineDeclaration | undefined,
): AwsEvent | undefined {
  if (effect.kind === "start-action" || effect.kind === "abandon-action") return undefined;
  const { execution, state } = effect;
  const envelope = {
    source: "aws.codepipeline",
    resources: [lab.arn("codepipeline", execution.pipeline)],
  };
  const detail = {
    pipeline: execution.pipeline,
    "execution-id": execution.id,
    "start-time": iso(execution.startTime),
    state,
    version: execution.version,
    "pipeline-execution-attempt": execution.attempt,
  };
  if (effect.kind === "pipeline-event") {
    return {
      ...envelope,
      "detail-type": "CodePipeline Pipeline Execution State Change",
      detail: { ...detail, "execution-trigger": triggerOf(execution), ...stopOf(execution) },
    };
  }
  if (effect.kind === "stage-event") {
    return {
      ...envelope,
      "detail-type": "CodePipeline Stage Execution State Change",
      detail: { ...detail, stage: effect.stage },
    };
  }
  const { run, stage } = effect;
  const action = declaration?.stages
    .find((one) => one.name === stage)
    ?.actions.find((one) => one.name === run.action);
  const result = {
    ...(run.externalExecutionUrl ? { "external-execution-url": run.externalExecutionUrl } : {}),
    ...(run.externalExecutionId ? { "external-execution-id": run.externalExecutionId } : {}),
    ...(run.errorDetails?.message || run.summary
      ? { "external-execution-summary": run.errorDetails?.message ?? run.summary }
      : {}),
    ...(run.errorDetails?.code ? { "error-code": run.errorDetails.code } : {}),
  };
  return {
    ...envelope,
    "detail-type": "CodePipeline Action Execution State Change",
    detail: {
      ...detail,
      stage,
      action: run.action,
      "action-execution-id": run.id,
      region: action?.region ?? lab.region,
      ...(action ? { type: action.actionTypeId } : {}),
      "input-artifacts": located(run.inputs),
      "output-artifacts": located(run.outputs),
      ...(Object.keys(result).length > 0 ? { "execution-result": result } : {}),
    },
  };
}

function triggerOf(execution: ExecutionRecord) {
  return {
    "trigger-type": execution.trigger.triggerType,
    ...(execution.trigger.triggerDetail
      ? { "trigger-detail": execution.trigger.triggerDetail }
      : {}),
  };
}

function stopOf(execution: ExecutionRecord) {
  if (!execution.stop) return {};
  return { "stop-execution-comments": execution.stop.reason ?? "" };
}
