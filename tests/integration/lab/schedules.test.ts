import { readFileSync } from "node:fs";
import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
} from "@aws-sdk/client-sfn";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../fixtures/start-lab.ts";
import { connection, until } from "./core/clients.ts";
import { zipOf } from "./zip-of.ts";

const roleArn = "arn:aws:iam::000000000000:role/any";
let lab: LabUnderTest;
let events: EventBridgeClient;
let sfn: SFNClient;
let stateMachineArn: string;
let functionArn: string;
beforeAll(async () => {
  lab = await startLab();
  events = new EventBridgeClient(connection(lab));
  sfn = new SFNClient(connection(lab));
  const code = `
    import { appendFileSync } from "node:fs";
    export const handler = async (event) =>
      appendFileSync(${JSON.stringify(`${lab.stateDir}/heard`)}, JSON.stringify(event) + "\\n");`;
  const made = await new LambdaClient(connection(lab)).send(
    new CreateFunctionCommand({
      FunctionName: "listener",
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: roleArn,
      Code: { ZipFile: await zipOf({ "index.mjs": code }) },
    }),
  );
  functionArn = made.FunctionArn ?? "";
  const definition = JSON.stringify({ StartAt: "A", States: { A: { Type: "Pass", End: true } } });
  const machine = await sfn.send(
    new CreateStateMachineCommand({ name: "passing", definition, roleArn }),
  );
  stateMachineArn = machine.stateMachineArn ?? "";
});
afterAll(() => lab?.stop());

const heard = () =>
  readFileSync(`${lab.stateDir}/heard`, { encoding: "utf8", flag: "a+" })
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const due = (rule: string) => fetch(`${lab.endpoint}/_lab/schedules/${rule}`, { method: "POST" });

describe("a scheduled rule", () => {
  it("starts a state machine and calls a function when it is due", async () => {
    const Name = "twice-a-day";
    const ScheduleExpression = "cron(0 9,21 * * ? *)";
    await events.send(new PutRuleCommand({ Name, ScheduleExpression }));
    const described = await events.send(new DescribeRuleCommand({ Name }));
    expect(described).toMatchObject({ ScheduleExpression, State: "ENABLED" });
    expect(described.EventPattern).toBeUndefined();
    const Input = JSON.stringify({ startedBy: "schedule" });
    const Targets = [
      { Id: "function", Arn: functionArn, Input },
      { Id: "machine", Arn: stateMachineArn, RoleArn: roleArn },
    ];
    const put = await events.send(new PutTargetsCommand({ Rule: Name, Targets }));
    expect(put.FailedEntryCount).toBe(0);
    const next = (await (await fetch(`${lab.endpoint}/_lab/schedules`)).json()) as {
      schedules: { rule: string; at: string }[];
    };
    expect(next.schedules.find(({ rule }) => rule === Name)?.at).toMatch(/T(09|21):00:00\.000Z$/);

    expect((await due(Name)).status).toBe(200);
    await until("the function", async () => heard().length > 0);
    expect(heard()).toEqual([{ startedBy: "schedule" }]);
    const execution = await until("the execution", async () => {
      const listed = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
      return listed.executions?.[0];
    });
    const { input } = await sfn.send(
      new DescribeExecutionCommand({ executionArn: execution.executionArn }),
    );
    expect(JSON.parse(input ?? "")).toMatchObject({
      "detail-type": "Scheduled Event",
      source: "aws.events",
      resources: ["arn:aws:events:us-east-1:000000000000:rule/twice-a-day"],
    });
  });

  it("is not due any more once it is deleted, and is refused when nobody can read it", async () => {
    const Name = "gone";
    await events.send(new PutRuleCommand({ Name, ScheduleExpression: "rate(1 hour)" }));
    const Targets = [{ Id: "function", Arn: functionArn }];
    await events.send(new PutTargetsCommand({ Rule: Name, Targets }));
    await events.send(new RemoveTargetsCommand({ Rule: Name, Ids: ["function"] }));
    await events.send(new DeleteRuleCommand({ Name }));
    expect((await due(Name)).status).toBe(404);
    const bad = new PutRuleCommand({ Name, ScheduleExpression: "cron(0 9 * * * *)" });
    await expect(events.send(bad)).rejects.toMatchObject({
      message: "Parameter ScheduleExpression is not valid.",
    });
  });
});

it("a changed parameter calls a function by a rule", async () => {
  const EventPattern = JSON.stringify({
    source: ["aws.ssm"],
    "detail-type": ["Parameter Store Change"],
    detail: { name: [{ suffix: "/image_id" }] },
  });
  await events.send(new PutRuleCommand({ Name: "parameters", EventPattern }));
  const Targets = [{ Id: "function", Arn: functionArn }];
  await events.send(new PutTargetsCommand({ Rule: "parameters", Targets }));
  const before = heard().length;
  const ssm = new SSMClient(connection(lab));
  await ssm.send(new PutParameterCommand({ Name: "/mine/image_id", Value: "x", Type: "String" }));
  await ssm.send(new PutParameterCommand({ Name: "/mine/other", Value: "x", Type: "String" }));
  const event = await until("the event", async () => heard()[before]);
  expect(event.detail).toMatchObject({ name: "/mine/image_id", operation: "Create" });
});
