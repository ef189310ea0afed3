/** A new execution of a pipeline. */
import { AwsError } from "../../../core/aws-error.ts";
import type { ExecutionRecord, SourceOverride, Trigger } from "../model.ts";
import { arrive } from "./arrive.ts";
import { emitPipeline, type Machine } from "./machine.ts";
import { newExecution } from "./new-execution.ts";

/** AWS: 50 executions of a QUEUED pipeline, 50 of a PARALLEL one. */
const CONCURRENT_LIMIT = 50;

export interface StartOptions {
  trigger: Trigger;
  sourceOverrides?: SourceOverride[];
  variables?: Record<string, string>;
  clientRequestToken?: string;
}

/** @throws AwsError ConcurrentPipelineExecutionsLimitExceededException */
export function startExecution(m: Machine, options: StartOptions): ExecutionRecord {
  const { declaration } = m.pipeline;
  const mode = declaration.executionMode ?? "SUPERSEDED";
  const underWay = m.executions.filter((execution) => execution.position.at !== "ended").length;
  if (mode !== "SUPERSEDED" && underWay >= CONCURRENT_LIMIT) {
    throw new AwsError(
      "ConcurrentPipelineExecutionsLimitExceededException",
      `The pipeline has reached the limit of ${CONCURRENT_LIMIT} concurrent executions.`,
    );
  }
  const execution = newExecution(m, options.trigger, "STANDARD");
  execution.sourceOverrides = options.sourceOverrides ?? [];
  if (options.clientRequestToken) execution.clientRequestToken = options.clientRequestToken;
  execution.variables.variables = {
    ...Object.fromEntries(
      (declaration.variables ?? []).map((one) => [one.name, one.defaultValue ?? ""]),
    ),
    ...options.variables,
  };
  emitPipeline(m, execution, "STARTED");
  const first = declaration.stages[0];
  if (first) arrive(m, execution, first.name);
  return execution;
}
