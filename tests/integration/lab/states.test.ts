import { existsSync } from "node:fs";
import { CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../fixtures/start-lab.ts";
import { connection, until } from "./core/clients.ts";
import { zipOf } from "./zip-of.ts";

const roleArn = "arn:aws:iam::000000000000:role/states";
const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:worker";
const INVOKE = "arn:aws:states:::lambda:invoke";

/** Counts its calls by key in files, so that what a kill leaves can be seen. */
const WORKER = `
import { existsSync, readFileSync, writeFileSync } from "node:fs";
export const handler = async ({ folder, key, fail = 0, wait = 0, as = "PlainError", ...rest }) => {
  const file = folder + "/" + key;
  const calls = (existsSync(file) ? Number(readFileSync(file, "utf8")) : 0) + 1;
  writeFileSync(file, String(calls));
  if (wait && calls === 1) await new Promise((done) => setTimeout(done, wait));
  if (calls <= fail) throw Object.assign(new Error("call " + calls), { name: as });
  return { calls, ...rest };
};`;

let lab: LabUnderTest;
let sfn: SFNClient;
beforeAll(async () => {
  lab = await startLab();
  sfn = new SFNClient(connection(lab));
  const ZipFile = await zipOf({ "index.mjs": WORKER });
  await new LambdaClient(connection(lab)).send(
    new CreateFunctionCommand({
      FunctionName: "worker",
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: roleArn,
      Timeout: 60,
      Code: { ZipFile },
    }),
  );
});
afterAll(() => lab?.stop());

const machine = async (name: string, definition: object) => {
  const text = JSON.stringify(definition);
  const made = await sfn.send(new CreateStateMachineCommand({ name, definition: text, roleArn }));
  return made.stateMachineArn ?? "";
};
const start = async (stateMachineArn: string, input: object, name?: string) => {
  const text = JSON.stringify({ folder: lab.stateDir, ...input });
  const ask = { stateMachineArn, input: text, ...(name ? { name } : {}) };
  return (await sfn.send(new StartExecutionCommand(ask))).executionArn ?? "";
};
const describeOne = (executionArn: string) =>
  sfn.send(new DescribeExecutionCommand({ executionArn }));
const end = (executionArn: string) =>
  until("the end of the execution", async () => {
    const execution = await describeOne(executionArn);
    return execution.status !== "RUNNING" && execution;
  });
const history = async (executionArn: string) =>
  (await sfn.send(new GetExecutionHistoryCommand({ executionArn }))).events ?? [];

const one = (state: object, rest: object = {}) => ({
  StartAt: "Work",
  States: { Work: { Type: "Task", Resource: FUNCTION, End: true, ...state }, ...rest },
});

describe("an execution", () => {
  it("calls functions by both ways, chooses, waits, and has AWS's history", async () => {
    const arn = await machine("both", {
      StartAt: "First",
      States: {
        First: {
          Type: "Task",
          Resource: INVOKE,
          Parameters: { FunctionName: "worker", "Payload.$": "$" },
          ResultSelector: { "calls.$": "$.Payload.calls", "status.$": "$.StatusCode" },
          ResultPath: "$.first",
          Next: "Which",
        },
        Which: {
          Type: "Choice",
          Choices: [{ Variable: "$.first.calls", NumericEquals: 1, Next: "Pause" }],
          Default: "Never",
        },
        Never: { Type: "Fail", Error: "Wrong", Cause: "The choice went wrong." },
        Pause: { Type: "Wait", Seconds: 1, Next: "Second" },
        Second: { Type: "Task", Resource: FUNCTION, End: true },
      },
    });
    const execution = await end(await start(arn, { key: "both", said: "hello" }));
    expect(execution.status).toBe("SUCCEEDED");
    expect(JSON.parse(execution.output ?? "")).toEqual({
      calls: 2,
      said: "hello",
      first: { calls: 1, status: 200 },
    });
    const types = (await history(execution.executionArn ?? "")).map((event) => event.type);
    expect(types).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskSucceeded",
      "TaskStateExited",
      "ChoiceStateEntered",
      "ChoiceStateExited",
      "WaitStateEntered",
      "WaitStateExited",
      "TaskStateEntered",
      "LambdaFunctionScheduled",
      "LambdaFunctionStarted",
      "LambdaFunctionSucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ]);
  });

  it("tries again as often as Retry says", async () => {
    const Retry = [
      { ErrorEquals: ["OtherError"], MaxAttempts: 0 },
      { ErrorEquals: ["PlainError"], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1 },
    ];
    const arn = await machine("retry", one({ Retry }));
    const [twice, thrice, other] = await Promise.all([
      start(arn, { key: "retry-2", fail: 2 }).then(end),
      start(arn, { key: "retry-3", fail: 3 }).then(end),
      start(arn, { key: "retry-other", fail: 1, as: "OtherError" }).then(end),
    ]);
    expect(JSON.parse(twice?.output ?? "")).toEqual({ calls: 3 });
    expect(thrice).toMatchObject({ status: "FAILED", error: "PlainError" });
    expect(JSON.parse(thrice?.cause ?? "")).toMatchObject({ errorMessage: "call 3" });
    expect(other).toMatchObject({ status: "FAILED", error: "OtherError" });
  });

  it("catches what failed, with error and cause", async () => {
    const Catch = [{ ErrorEquals: ["States.ALL"], ResultPath: "$.problem", Next: "Told" }];
    const arn = await machine("catch", one({ Catch }, { Told: { Type: "Pass", End: true } }));
    const { status, output } = await end(await start(arn, { key: "catch", fail: 1 }));
    expect(status).toBe("SUCCEEDED");
    const { problem, key } = JSON.parse(output ?? "");
    expect(key).toBe("catch");
    expect(problem.Error).toBe("PlainError");
    expect(JSON.parse(problem.Cause)).toMatchObject({ errorType: "PlainError" });
  });

  it("ends a task that takes longer than it may", async () => {
    const arn = await machine("slow", one({ TimeoutSeconds: 1 }));
    const executionArn = await start(arn, { key: "slow", wait: 2_500 });
    expect(await end(executionArn)).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    const types = (await history(executionArn)).map((event) => event.type);
    expect(types).toContain("LambdaFunctionTimedOut");
  });

  it("fails with Lambda's own words when there is no such function", async () => {
    const Resource = FUNCTION.replace("worker", "nobody");
    const arn = await machine("nobody", one({ Resource }));
    const failed = await end(await start(arn, {}));
    expect(failed).toMatchObject({ error: "Lambda.ResourceNotFoundException" });
  });

  it("is stopped by a person", async () => {
    const arn = await machine("stopped", {
      StartAt: "Pause",
      States: { Pause: { Type: "Wait", Seconds: 600, End: true } },
    });
    const executionArn = await start(arn, {});
    await sfn.send(new StopExecutionCommand({ executionArn, error: "Enough", cause: "By hand." }));
    const stopped = await describeOne(executionArn);
    expect(stopped).toMatchObject({ status: "ABORTED", error: "Enough", cause: "By hand." });
    expect((await history(executionArn)).at(-1)?.type).toBe("ExecutionAborted");
  });
});

describe("names", () => {
  it("start one execution, however many ask at once", async () => {
    const arn = await machine("once", one({}));
    const input = { key: "once", wait: 800 };
    const arns = await Promise.all(
      Array.from({ length: 20 }, () => start(arn, input, "dev.default.v20260714")),
    );
    expect(new Set(arns).size).toBe(1);
    const exists = { name: "ExecutionAlreadyExists" };
    await expect(start(arn, { key: "x" }, "dev.default.v20260714")).rejects.toMatchObject(exists);
    const { output } = await end(arns[0] ?? "");
    expect(JSON.parse(output ?? "")).toEqual({ calls: 1 });
    await expect(start(arn, input, "dev.default.v20260714")).rejects.toMatchObject(exists);
    const listed = await sfn.send(new ListExecutionsCommand({ stateMachineArn: arn }));
    expect(listed.executions?.map((each) => each.status)).toEqual(["SUCCEEDED"]);
  });

  it("that are not valid are refused", async () => {
    const arn = await machine("names", one({}));
    await expect(start(arn, {}, "a b")).rejects.toMatchObject({ name: "InvalidName" });
    await expect(start(`${arn}-not`, {})).rejects.toMatchObject({
      name: "StateMachineDoesNotExist",
    });
  });
});

describe("a state machine", () => {
  it("is made twice alike, changed, described and listed", async () => {
    const arn = await machine("kept", one({}));
    expect(await machine("kept", one({}))).toBe(arn);
    await expect(machine("kept", one({ Comment: "other" }))).rejects.toMatchObject({
      name: "StateMachineAlreadyExists",
    });
    const definition = JSON.stringify(one({ Comment: "new" }));
    const change = new UpdateStateMachineCommand({ stateMachineArn: arn, definition });
    expect((await sfn.send(change)).revisionId).toBeDefined();
    const read = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: arn }));
    expect(read).toMatchObject({ definition, status: "ACTIVE", type: "STANDARD" });
    const { stateMachines } = await sfn.send(new ListStateMachinesCommand({}));
    expect(stateMachines?.map((each) => each.name)).toContain("kept");
  });

  it("that is wrong, or that the lab would run otherwise than AWS, is refused", async () => {
    const refused = (definition: object, message: RegExp) =>
      expect(machine("refused", definition)).rejects.toMatchObject({
        name: "InvalidDefinition",
        message: expect.stringMatching(message),
      });
    await refused({ StartAt: "Nowhere", States: {} }, /SCHEMA_VALIDATION_FAILED|Nowhere/);
    await refused(one({ Next: "Nowhere", End: undefined }), /Nowhere/);
    await refused(one({ Resource: "arn:aws:states:::sqs:sendMessage" }), /only Lambda functions/);
    await refused({ ...one({}), QueryLanguage: "JSONata" }, /JSONata|SCHEMA/);
  });
});

it("kill -9 loses no execution: it goes on with the state that was under way", async () => {
  const arn = await machine("killed", {
    StartAt: "Before",
    States: {
      Before: { Type: "Task", Resource: FUNCTION, ResultPath: null, Next: "During" },
      During: {
        Type: "Task",
        Resource: INVOKE,
        Parameters: {
          FunctionName: "worker",
          Payload: { "folder.$": "$.folder", key: "during", wait: 60_000 },
        },
        End: true,
      },
    },
  });
  const executionArn = await start(arn, { key: "before" }, "killed");
  await until("the second state", async () =>
    (await history(executionArn)).some((event) => event.type === "TaskStarted"),
  );
  // The file says that the function itself is at work.
  await until("the function", async () => existsSync(`${lab.stateDir}/during`));
  await lab.kill();
  await lab.restart();
  const execution = await end(executionArn);
  expect(execution.status).toBe("SUCCEEDED");
  expect(JSON.parse(execution.output ?? "").Payload).toEqual({ calls: 2 });
  const entered = (await history(executionArn)).flatMap(
    (event) => event.stateEnteredEventDetails?.name ?? [],
  );
  expect(entered).toEqual(["Before", "During", "During"]);
});
