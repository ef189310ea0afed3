import { AwsError } from "../../core/aws-error.ts";
import type { Lab, Operation } from "../../core/contracts.ts";
import { optionalText, requiredText, wholeNumber } from "../../core/input.ts";
import { readHistory, writeEvent } from "./history.ts";
import { findMachine } from "./machines.ts";
import {
  type ExecutionRecord,
  executionArn,
  executionsOf,
  type HistoryEvent,
  isName,
} from "./model.ts";
import { type RunningExecution, runExecution, unfinished } from "./run-execution.ts";

type Input = Record<string, unknown>;

const MOST_INPUT = 262_144;

export interface Executions {
  operations: Record<string, Operation>;
  /** Goes on with what a kill or a stop left in the middle. */
  resume(): void;
  /** Lets go of all that runs; it stays RUNNING. */
  leave(): void;
}

/** The operations on executions, and what runs now. */
export function createExecutions(lab: Lab): Executions {
  const executions = executionsOf(lab);
  const running = new Map<string, RunningExecution>();

  const find = (input: Input): ExecutionRecord => {
    const arn = requiredText(input, "executionArn");
    const found = executions.get(arn);
    if (found) return found;
    throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
  };
  const ended = (arn: string) => {
    running.delete(arn);
    tellStatus(lab, executions.get(arn));
  };
  const run = (execution: ExecutionRecord) => {
    running.set(execution.arn, runExecution(lab, execution, ended));
  };

  const operations: Record<string, Operation> = {
    StartExecution(input: Input) {
      const machine = findMachine(lab, requiredText(input, "stateMachineArn"));
      const name = optionalText(input, "name") ?? crypto.randomUUID();
      if (!isName(name)) throw new AwsError("InvalidName", `Invalid Name: '${name}'`);
      const text = optionalText(input, "input") ?? "{}";
      refuseBadInput(text);
      const arn = executionArn(machine, name);
      const before = executions.get(arn);
      if (before) {
        if (before.status === "RUNNING" && before.input === text) return started(before);
        throw new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
      }
      const execution: ExecutionRecord = {
        arn,
        name,
        machineArn: machine.arn,
        definition: machine.definition,
        roleArn: machine.roleArn,
        status: "RUNNING",
        input: text,
        startedAt: Date.now(),
        events: 0,
        resumed: 0,
      };
      const { roleArn } = machine;
      lab.store.transaction(() => {
        executions.put(arn, execution);
        const details = { input: text, inputDetails: { truncated: false }, roleArn };
        writeEvent(lab, arn, "ExecutionStarted", { executionStartedEventDetails: details });
      });
      tellStatus(lab, execution);
      run(execution);
      return started(execution);
    },

    DescribeExecution: (input: Input) => described(find(input)),

    ListExecutions(input: Input) {
      const machine = findMachine(lab, requiredText(input, "stateMachineArn"));
      const most = wholeNumber(input, "maxResults", { min: 0, max: 1_000, otherwise: 100 }) || 100;
      const from = Number(optionalText(input, "nextToken") ?? 0);
      const found = executions
        .list(executionArn(machine, ""))
        .filter((one) => input.statusFilter === undefined || one.status === input.statusFilter)
        .reverse();
      return {
        executions: found.slice(from, from + most).map(listed),
        ...(found.length > from + most ? { nextToken: String(from + most) } : {}),
      };
    },

    StopExecution(input: Input) {
      const { arn, status } = find(input);
      if (status === "RUNNING") {
        running.get(arn)?.abort(optionalText(input, "error"), optionalText(input, "cause"));
      }
      return { stopDate: new Date(executions.get(arn)?.stoppedAt ?? Date.now()) };
    },

    GetExecutionHistory(input: Input) {
      const { arn } = find(input);
      const most = wholeNumber(input, "maxResults", { min: 0, max: 1_000, otherwise: 100 }) || 100;
      const from = Number(optionalText(input, "nextToken") ?? 0);
      const events = readHistory(lab, arn);
      if (input.reverseOrder === true) events.reverse();
      return {
        events: events.slice(from, from + most).map(asEvent),
        ...(events.length > from + most ? { nextToken: String(from + most) } : {}),
      };
    },

    DescribeStateMachineForExecution(input: Input) {
      const { machineArn, definition, roleArn, startedAt } = find(input);
      return {
        stateMachineArn: machineArn,
        name: machineArn.split(":").at(-1),
        definition,
        roleArn,
        updateDate: new Date(startedAt),
      };
    },
  };

  return {
    operations,
    resume() {
      for (const execution of unfinished(lab)) {
        const again = { ...execution, resumed: execution.resumed + 1 };
        executions.put(execution.arn, again);
        lab.log("states", "Going on with an execution.", {
          arn: execution.arn,
          state: execution.position?.state,
        });
        run(again);
      }
    },
    leave() {
      for (const each of running.values()) each.leave();
      running.clear();
    },
  };
}

function refuseBadInput(text: string): void {
  if (Buffer.byteLength(text) > MOST_INPUT) {
    const message = `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${MOST_INPUT}`;
    throw new AwsError("ValidationException", message);
  }
  try {
    JSON.parse(text);
  } catch (error) {
    const message = `Invalid State Machine Execution Input: '${(error as Error).message}'`;
    throw new AwsError("InvalidExecutionInput", message);
  }
}

const started = ({ arn, startedAt }: ExecutionRecord) => ({
  executionArn: arn,
  startDate: new Date(startedAt),
});

const listed = ({ arn, machineArn, name, status, startedAt, stoppedAt }: ExecutionRecord) => ({
  executionArn: arn,
  stateMachineArn: machineArn,
  name,
  status,
  startDate: new Date(startedAt),
  ...(stoppedAt ? { stopDate: new Date(stoppedAt) } : {}),
});

const described = (execution: ExecutionRecord) => {
  const { input, output, error, cause } = execution;
  return {
    ...listed(execution),
    input,
    inputDetails: { included: true },
    ...(output === undefined ? {} : { output, outputDetails: { included: true } }),
    ...(error ? { error } : {}),
    ...(cause ? { cause } : {}),
  };
};

const asEvent = ({ timestamp, ...event }: HistoryEvent) => ({
  ...event,
  timestamp: new Date(timestamp),
});

/** What EventBridge gets at each start and end. */
function tellStatus(lab: Lab, execution: ExecutionRecord | undefined): void {
  if (!execution) return;
  const { arn, machineArn, name, status, startedAt, stoppedAt, input, output } = execution;
  lab.emit({
    source: "aws.states",
    "detail-type": "Step Functions Execution Status Change",
    resources: [arn],
    detail: {
      executionArn: arn,
      stateMachineArn: machineArn,
      name,
      status,
      startDate: startedAt,
      stopDate: stoppedAt ?? null,
      input,
      output: output ?? null,
    },
  });
}
