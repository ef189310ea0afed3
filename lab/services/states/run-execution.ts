import type { Lab } from "../../core/contracts.ts";
import { allStates, type Definition, LAMBDA_INVOKE } from "./check-definition.ts";
import { told, writeEvent } from "./history.ts";
import { type ExecutionRecord, type ExecutionStatus, executionsOf } from "./model.ts";
import { runTask } from "./run-task.ts";

export interface RunningExecution {
  /** Ends it as a person would: ABORTED. */
  abort(error?: string, cause?: string): void;
  /** Leaves it as it is, to be gone on with at the next start. */
  leave(): void;
}

/** Longer timers fire at once in Node; on AWS a Task without a time-out may take a year. */
const LONGEST_SECONDS = 2_000_000;
/** The interpreter overwrites these when it starts in the middle. */
const LOST_ON_RESUME = /\$\$\.Execution\.(Input|StartTime)/;

/**
 * Runs an execution by the interpreter, from its beginning or from where a lab that was killed had it. What the
 * interpreter lacks is done around it: the history in AWS's own words, the functions, and what survives.
 */
export function runExecution(
  lab: Lab,
  execution: ExecutionRecord,
  ended: (arn: string) => void,
): RunningExecution {
  const { arn } = execution;
  let open = true;
  let abort = () => {};
  const finish = (
    status: ExecutionStatus,
    more: { output?: string; error?: string; cause?: string },
  ) => {
    if (!open) return;
    open = false;
    const { type, details } = endOf(status, more);
    const stoppedAt = Date.now();
    writeEvent(lab, arn, type, details, { status, stoppedAt, ...more });
    ended(arn);
  };
  const run = async () => {
    const { position, definition: text } = execution;
    const definition = JSON.parse(text) as Definition;
    if (position && LOST_ON_RESUME.test(text)) {
      const cause =
        "The lab was stopped in the middle, and this definition cannot be gone on with.";
      return finish("FAILED", { error: "States.Runtime", cause });
    }
    const left = secondsLeft(definition, execution.startedAt);
    if (left !== undefined && left <= 0) return finish("TIMED_OUT", { error: "States.Timeout" });
    // Loaded when it is needed: the lab starts without it.
    const { StateMachine } = await import("aws-local-stepfunctions");
    if (!open) return;
    const prepared = prepare(definition, position?.state, left);
    const tasks = createTasks(lab, arn, definition, () => open);
    const machine = new StateMachine(prepared as never, {
      validationOptions: { noValidate: true },
    });
    const running = machine.run(
      (position ? position.input : JSON.parse(execution.input)) as never,
      {
        overrides: { taskResourceLocalHandlers: tasks.handlers as never },
        noThrowOnAbort: true,
        context: contextOf(execution),
      },
    );
    abort = running.abort;
    // What it says is read from its events.
    running.result.catch(() => {});
    for await (const event of running.eventLogs) {
      if (!open) return;
      switch (event.type) {
        case "ExecutionSucceeded":
          return finish("SUCCEEDED", { output: JSON.stringify(event.output ?? null) });
        case "ExecutionFailed":
          return finish("FAILED", { error: event.Error, cause: asText(event.Cause) });
        case "ExecutionTimeout":
          return finish("TIMED_OUT", { error: "States.Timeout" });
        case "StateEntered": {
          const { name, type, input } = event.state;
          const atTop = Object.hasOwn(definition.States, name);
          const change = atTop ? { position: { state: name, input } } : {};
          const details = { stateEnteredEventDetails: { name, ...told("input", input) } };
          writeEvent(lab, arn, `${type}StateEntered`, details, change);
          break;
        }
        case "StateExited": {
          const { name, type, output } = event.state;
          const details = { stateExitedEventDetails: { name, ...told("output", output) } };
          writeEvent(lab, arn, `${type}StateExited`, details);
          break;
        }
        case "StateFailed":
          if (event.state.type === "Task" && event.Error === "States.Timeout") {
            tasks.timedOut(event.state.name);
          }
          break;
      }
    }
  };
  run().catch((error: Error) => {
    lab.log("states", "An execution failed within the lab.", { arn, error: error.stack });
    finish("FAILED", { error: "States.Runtime", cause: error.message });
  });
  return {
    abort(error, cause) {
      finish("ABORTED", { ...(error ? { error } : {}), ...(cause ? { cause } : {}) });
      abort();
    },
    leave() {
      open = false;
      abort();
    },
  };
}

function secondsLeft(definition: Definition, startedAt: number): number | undefined {
  if (definition.TimeoutSeconds === undefined) return undefined;
  return definition.TimeoutSeconds - (Date.now() - startedAt) / 1000;
}

/** The definition as the interpreter has to get it: it ends Tasks without a time-out after 60 s by itself. */
function prepare(definition: Definition, startAt: string | undefined, left: number | undefined) {
  const prepared = structuredClone(definition);
  for (const [, state] of allStates(prepared)) {
    if (state.Type !== "Task" || state.TimeoutSecondsPath !== undefined) continue;
    state.TimeoutSeconds = Math.min(state.TimeoutSeconds ?? LONGEST_SECONDS, LONGEST_SECONDS);
  }
  if (startAt !== undefined) prepared.StartAt = startAt;
  if (left !== undefined) prepared.TimeoutSeconds = Math.min(left, LONGEST_SECONDS);
  return prepared;
}

function createTasks(lab: Lab, arn: string, definition: Definition, open: () => boolean) {
  /** Of each state the newest run; an older one was given up. */
  const newest = new Map<string, object>();
  const resources = new Map<string, string>();
  const handlers: Record<string, (input: unknown) => Promise<unknown>> = {};
  for (const [name, { Type, Resource = "" }] of allStates(definition)) {
    if (Type !== "Task") continue;
    resources.set(name, Resource);
    handlers[name] = (input) => {
      const mine = {};
      newest.set(name, mine);
      const counts = () => open() && newest.get(name) === mine;
      return runTask(lab, arn, Resource, input, { counts });
    };
  }
  return {
    handlers,
    timedOut(name: string) {
      newest.delete(name);
      const error = { error: "States.Timeout" };
      if (resources.get(name) === LAMBDA_INVOKE) {
        const by = { resourceType: "lambda", resource: "invoke" };
        writeEvent(lab, arn, "TaskTimedOut", { taskTimedOutEventDetails: { ...by, ...error } });
      } else {
        writeEvent(lab, arn, "LambdaFunctionTimedOut", {
          lambdaFunctionTimedOutEventDetails: error,
        });
      }
    },
  };
}

const contextOf = ({ arn, name, machineArn, roleArn }: ExecutionRecord) => ({
  Execution: { Id: arn, Name: name, RoleArn: roleArn },
  StateMachine: { Id: machineArn, Name: machineArn.split(":").at(-1) ?? "" },
});

const asText = (cause: unknown): string =>
  typeof cause === "string" ? cause : JSON.stringify(cause ?? "");

function endOf(
  status: ExecutionStatus,
  { output, error, cause }: { output?: string; error?: string; cause?: string },
) {
  const why = { ...(error ? { error } : {}), ...(cause ? { cause } : {}) };
  switch (status) {
    case "SUCCEEDED":
      return {
        type: "ExecutionSucceeded",
        details: {
          executionSucceededEventDetails: { output, outputDetails: { truncated: false } },
        },
      };
    case "ABORTED":
      return { type: "ExecutionAborted", details: { executionAbortedEventDetails: why } };
    case "TIMED_OUT":
      return { type: "ExecutionTimedOut", details: { executionTimedOutEventDetails: why } };
    default:
      return { type: "ExecutionFailed", details: { executionFailedEventDetails: why } };
  }
}

/** Executions that were running when the lab ended. */
export const unfinished = (lab: Lab): ExecutionRecord[] =>
  executionsOf(lab)
    .list()
    .filter((each) => each.status === "RUNNING");
