import { readFileSync } from "node:fs";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../fixtures/start-lab.ts";
import { connection, until } from "./core/clients.ts";
import { zipOf } from "./zip-of.ts";

const SECRET = "a-secret-that-no-log-may-have";
const CODE = `
let calls = 0;
export const handler = async (event, context) => {
  calls++;
  console.log("called", calls);
  if (event.fail) throw Object.assign(new Error(event.fail), { name: "PlainError" });
  if (event.exit) process.exit(7);
  if (event.hang) await new Promise(() => setInterval(() => {}, 1000));
  return {
    calls, event, pid: process.pid, setting: process.env.SETTING,
    id: context.awsRequestId, left: context.getRemainingTimeInMillis(),
    endpoint: process.env.AWS_ENDPOINT_URL,
  };
};
`;

let lab: LabUnderTest;
let lambda: LambdaClient;
beforeAll(async () => {
  lab = await startLab();
  lambda = new LambdaClient(connection(lab));
});
afterAll(() => lab?.stop());

const create = async (FunctionName: string, code = CODE, more = {}) =>
  lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::000000000000:role/a-function",
      Code: { ZipFile: await zipOf({ "index.mjs": code }) },
      ...more,
    }),
  );
const invoke = async (FunctionName: string, event: unknown, more = {}) => {
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), ...more }),
  );
  const text = answer.Payload?.transformToString() ?? "";
  return { ...answer, value: text === "" ? undefined : JSON.parse(text) };
};
const logged = async (name: string) => {
  const logs = new CloudWatchLogsClient(connection(lab));
  const ask = new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` });
  const answer = await logs.send(ask).catch(() => undefined);
  return answer?.events?.map((event) => event.message).join("") ?? "";
};

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe("a function", () => {
  it("runs in a process that stays warm, with its environment, and logs", async () => {
    const variables = { SETTING: SECRET };
    const made = await create("warm", CODE, { Environment: { Variables: variables } });
    expect(made).toMatchObject({ State: "Active", Handler: "index.handler", Timeout: 3 });
    const first = await invoke("warm", { a: 1 }, { LogType: "Tail" });
    expect(first).toMatchObject({ StatusCode: 200, ExecutedVersion: "$LATEST" });
    expect(first.value).toMatchObject({ calls: 1, event: { a: 1 }, endpoint: lab.endpoint });
    expect(first.value.setting).toBe(SECRET);
    expect(first.value.left).toBeGreaterThan(1_000);
    expect(first.value.pid).not.toBe(process.pid);
    const tail = Buffer.from(first.LogResult ?? "", "base64").toString();
    expect(tail).toContain(`START RequestId: ${first.value.id}`);
    const second = await invoke(made.FunctionArn ?? "", {});
    expect(second.value).toMatchObject({ calls: 2, pid: first.value.pid });
    const log = await until("the log", async () => {
      const text = await logged("warm");
      return text.includes("called 2") && text;
    });
    expect(log).toMatch(/INFO\tcalled 1\n/);
    expect(log).toMatch(/REPORT RequestId: [\w-]+\tDuration: [\d.]+ ms/);
    expect(lab.output()).not.toContain(SECRET);
  });

  it("answers its errors as Lambda does, and goes on in the same process", async () => {
    await create("failing");
    const failed = await invoke("failing", { fail: "no such thing" });
    expect(failed).toMatchObject({ StatusCode: 200, FunctionError: "Unhandled" });
    expect(failed.value).toMatchObject({ errorType: "PlainError", errorMessage: "no such thing" });
    expect((await invoke("failing", {})).value.calls).toBe(2);
  });

  it("ends a process that takes too long, and one that ends itself is replaced", async () => {
    await create("ending", CODE, { Timeout: 1 });
    const hung = await invoke("ending", { hang: true });
    expect(hung.FunctionError).toBe("Unhandled");
    expect(hung.value.errorType).toBe("Sandbox.Timedout");
    expect(hung.value.errorMessage).toMatch(/Error: Task timed out after 1\.00 seconds$/);
    const left = await invoke("ending", { exit: true });
    expect(left.value).toMatchObject({ errorType: "Runtime.ExitError" });
    expect(left.value.errorMessage).toMatch(/Runtime exited with error: exit status 7$/);
    expect((await invoke("ending", {})).value.calls).toBe(1);
  });

  it("that cannot be loaded says why", async () => {
    await create("broken", "throw new TypeError('not today')");
    const broken = await invoke("broken", {});
    expect(broken.FunctionError).toBe("Unhandled");
    expect(broken.value).toMatchObject({ errorType: "TypeError", errorMessage: "not today" });
    await create("elsewhere", CODE, { Handler: "other.handler" });
    expect((await invoke("elsewhere", {})).value.errorType).toBe("Runtime.ImportModuleError");
  });

  it("runs new code and settings at the next call", async () => {
    await create("changing");
    const old = (await invoke("changing", {})).value;
    const code = CODE.replace("return {", "return { version: 2,");
    const ZipFile = await zipOf({ "index.mjs": code });
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: "changing", ZipFile }));
    const Environment = { Variables: { SETTING: "new" } };
    const change = { FunctionName: "changing", Environment, Timeout: 20 };
    const configured = await lambda.send(new UpdateFunctionConfigurationCommand(change));
    expect(configured).toMatchObject({ Timeout: 20, Handler: "index.handler" });
    const { value } = await invoke("changing", {});
    expect(value).toMatchObject({ version: 2, setting: "new", calls: 1 });
    expect(value.pid).not.toBe(old.pid);
  });

  it("takes many calls at once", async () => {
    await create("busy");
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => invoke("busy", { n })));
    expect(answers.map((answer) => answer.value.event.n)).toEqual([...Array(12).keys()]);
    expect(new Set(answers.map((answer) => answer.value.pid)).size).toBeLessThanOrEqual(3);
  });

  it("is listed, described, deleted, and then not there", async () => {
    await create("leaving");
    const { Functions } = await lambda.send(new ListFunctionsCommand({}));
    expect(Functions?.map((each) => each.FunctionName)).toContain("leaving");
    const got = await lambda.send(new GetFunctionCommand({ FunctionName: "leaving" }));
    expect(got.Configuration?.Runtime).toBe("nodejs24.x");
    await expect(create("leaving")).rejects.toMatchObject({ name: "ResourceConflictException" });
    await lambda.send(new DeleteFunctionCommand({ FunctionName: "leaving" }));
    const gone = { name: "ResourceNotFoundException" };
    await expect(invoke("leaving", {})).rejects.toMatchObject(gone);
  });

  it("is refused with a zip file that is none, and with names that are Lambda's", async () => {
    const bad = { name: "InvalidParameterValueException" };
    const nothing = { Code: { ZipFile: Buffer.from("no zip") } };
    await expect(create("bad", CODE, nothing)).rejects.toMatchObject(bad);
    const reserved = { Environment: { Variables: { AWS_REGION: "x" } } };
    await expect(create("bad", CODE, reserved)).rejects.toMatchObject(bad);
  });
});

describe("an event that nobody waits for", () => {
  it("is run later, and survives kill -9, which leaves no process behind", async () => {
    const marks = `${lab.stateDir}/marks`;
    const code = `
      import { appendFileSync } from "node:fs";
      export const handler = async (event) => {
        if (event.slow) await new Promise((done) => setTimeout(done, 1500));
        appendFileSync(${JSON.stringify(marks)}, event.mark + "\\n");
      };`;
    await create("later", code, { Timeout: 10 });
    const Event = { InvocationType: "Event" };
    expect((await invoke("later", { mark: "one" }, Event)).StatusCode).toBe(202);
    const has = (mark: string) => async () =>
      readFileSync(marks, { encoding: "utf8", flag: "a+" }).includes(mark);
    await until("the first mark", has("one"));
    await invoke("later", { mark: "two", slow: true }, Event);
    const { pid } = (await invoke("warm", {})).value;
    expect(isRunning(pid)).toBe(true);
    await lab.kill();
    await until("the end of the function's process", async () => !isRunning(pid));
    expect(await has("two")()).toBe(false);
    await lab.restart();
    await until("the second mark", has("two"));
  });
});
