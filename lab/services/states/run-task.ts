import { AwsError } from "../../core/aws-error.ts";
import type { Lab } from "../../core/contracts.ts";
import { LAMBDA_INVOKE } from "./check-definition.ts";
import { told, writeEvent } from "./history.ts";

/** How a Task ends that failed; `name` is what Retry and Catch look at, the message is the cause. */
class TaskFailure extends Error {
  constructor(name: string, cause: string) {
    super(cause);
    this.name = name;
  }
}

export interface TaskRun {
  /** False once the Task timed out or the execution ended: what comes later counts no more. */
  counts(): boolean;
}

/**
 * Runs the function of a Task state and writes what happens into the history, under the names that AWS has
 * for the two ways to call one. Gives the state's result.
 */
export async function runTask(
  lab: Lab,
  arn: string,
  resource: string,
  input: unknown,
  run: TaskRun,
): Promise<unknown> {
  // The interpreter tells that the state was entered by a queue; that event comes first.
  await new Promise((done) => setImmediate(done));
  const events = resource === LAMBDA_INVOKE ? asIntegration(lab.region) : asFunction(resource);
  const write = (event: Written) => {
    if (run.counts()) writeEvent(lab, arn, event.type, event.details);
  };
  write(events.scheduled(input));
  write(events.started());
  try {
    const result = await (resource === LAMBDA_INVOKE
      ? callIntegration(lab, input)
      : callFunction(lab, resource, input));
    write(events.succeeded(result));
    return result;
  } catch (error) {
    const failure = failureOf(error);
    write(events.failed(failure.name, failure.message));
    throw failure;
  }
}

async function callFunction(lab: Lab, resource: string, input: unknown): Promise<unknown> {
  const { Payload } = await invokeFunction(lab, resource, input);
  return parse(Payload);
}

async function callIntegration(lab: Lab, input: unknown): Promise<unknown> {
  const { FunctionName, Payload, InvocationType } = (input ?? {}) as Record<string, unknown>;
  if (typeof FunctionName !== "string") {
    throw new TaskFailure("States.Runtime", "The parameter FunctionName is missing.");
  }
  const answer = await invokeFunction(lab, FunctionName, Payload ?? {}, InvocationType);
  return {
    ExecutedVersion: answer.ExecutedVersion ?? "$LATEST",
    Payload: parse(answer.Payload),
    StatusCode: answer.StatusCode,
  };
}

async function invokeFunction(lab: Lab, name: string, payload: unknown, type?: unknown) {
  const answer = await lab.call("lambda", "Invoke", {
    FunctionName: name,
    Payload: JSON.stringify(payload),
    ...(type ? { InvocationType: type } : {}),
  });
  if (!answer.FunctionError) return answer;
  const error = parse(answer.Payload) as { errorType?: string };
  throw new TaskFailure(error?.errorType ?? "Lambda.Unknown", String(answer.Payload));
}

const parse = (payload: unknown): unknown =>
  typeof payload === "string" && payload !== "" ? JSON.parse(payload) : null;

function failureOf(error: unknown): TaskFailure {
  if (error instanceof TaskFailure) return error;
  if (error instanceof AwsError) return new TaskFailure(`Lambda.${error.code}`, error.message);
  return new TaskFailure("Lambda.ServiceException", (error as Error).message);
}

interface Written {
  type: string;
  details?: Record<string, unknown>;
}
interface Names {
  scheduled(input: unknown): Written;
  started(): Written;
  succeeded(result: unknown): Written;
  failed(error: string, cause: string): Written;
}

const asIntegration = (region: string): Names => {
  const by = { resourceType: "lambda", resource: "invoke" };
  return {
    scheduled: (input) => ({
      type: "TaskScheduled",
      details: {
        taskScheduledEventDetails: { ...by, region, parameters: JSON.stringify(input) },
      },
    }),
    started: () => ({ type: "TaskStarted", details: { taskStartedEventDetails: by } }),
    succeeded: (result) => ({
      type: "TaskSucceeded",
      details: { taskSucceededEventDetails: { ...by, ...told("output", result) } },
    }),
    failed: (error, cause) => ({
      type: "TaskFailed",
      details: { taskFailedEventDetails: { ...by, error, cause } },
    }),
  };
};

const asFunction = (resource: string): Names => ({
  scheduled: (input) => ({
    type: "LambdaFunctionScheduled",
    details: { lambdaFunctionScheduledEventDetails: { resource, ...told("input", input) } },
  }),
  started: () => ({ type: "LambdaFunctionStarted" }),
  succeeded: (result) => ({
    type: "LambdaFunctionSucceeded",
    details: { lambdaFunctionSucceededEventDetails: told("output", result) },
  }),
  failed: (error, cause) => ({
    type: "LambdaFunctionFailed",
    details: { lambdaFunctionFailedEventDetails: { error, cause } },
  }),
});
