import { gzipSync } from "node:zlib";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { decode, encode } from "cbor-x";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { connection, rawJson, run } from "./clients.ts";

let lab: LabUnderTest;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab?.stop());

const faults = (rules: unknown[], more = {}) =>
  fetch(`${lab.endpoint}/_lab/faults`, { method: "PUT", body: JSON.stringify({ rules, ...more }) });

describe("protocols", () => {
  it("say who is asking, in XML", async () => {
    const sts = new STSClient(connection(lab));
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: "000000000000",
    });
  });

  it("take CBOR as newer clients send it", async () => {
    const ask = (operation: string, input: unknown) =>
      fetch(`${lab.endpoint}/service/GraniteServiceVersion20100801/operation/${operation}`, {
        method: "POST",
        headers: { "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor" },
        body: encode(input) as unknown as BodyInit,
      });
    const answer = await ask("DescribeAlarms", {});
    expect(answer.headers.get("smithy-protocol")).toBe("rpc-v2-cbor");
    const body = decode(Buffer.from(await answer.arrayBuffer()));
    expect(body.MetricAlarms[0].StateUpdatedTimestamp).toBeInstanceOf(Date);
    const refused = await ask("SetAlarmState", {
      AlarmName: "no",
      StateValue: "OK",
      StateReason: "r",
    });
    expect(decode(Buffer.from(await refused.arrayBuffer())).__type).toBe("ResourceNotFound");
  });

  it("take zipped bodies, and refuse those that unzip without end", async () => {
    const zipped = (body: Buffer) =>
      rawJson(lab, "AmazonSQS.ListQueues", body, { "content-encoding": "gzip" });
    expect((await zipped(gzipSync("{}"))).status).toBe(200);
    expect((await zipped(gzipSync(Buffer.alloc(50_000_000, " ")))).status).toBe(413);
    expect((await zipped(Buffer.from("no gzip"))).status).toBe(400);
  });

  it.each([
    ["AmazonSQS.NoSuchThing", "{}", 400, "UnknownOperationException"],
    ["AmazonSQS.toString", "{}", 400, "UnknownOperationException"],
    ["NoService_2020.Thing", "{}", 400, "UnknownOperationException"],
    ["AmazonSQS.ListQueues", "{", 400, "SerializationException"],
    ["AmazonSQS.ListQueues", "[]", 400, "SerializationException"],
    ["AmazonSQS.SendMessage", "{}", 400, "ValidationException"],
    ["AmazonSQS.SendMessage", '{"QueueUrl":{"a":1}}', 400, "ValidationException"],
    ["AmazonSSM.PutParameter", '{"Name":["x"],"Value":1}', 400, "ValidationException"],
    ["AWSEvents.PutEvents", '{"Entries":"x"}', 400, "ValidationException"],
  ])("%s with %s is refused clearly", async (target, body, status, code) => {
    const answer = await rawJson(lab, target, body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
    const told = (await answer.json()) as { __type: string; message: string };
    expect(told.__type).toBe(code);
    expect(told.message).toMatch(/\.$/);
    if (code === "UnknownOperationException") expect(told.message).toContain(target.split(".")[1]);
  });

  it("refuse a body that is too large, and still get their answer through", async () => {
    const answer = await rawJson(lab, "AmazonSQS.SendMessage", Buffer.alloc(9 * 1024 * 1024, "x"));
    expect(answer.status).toBe(413);
    expect(((await answer.json()) as { message: string }).message).toBe(
      "The request body is larger than 8 MB.",
    );
  });

  it("refuse an unknown Query operation in XML", async () => {
    const answer = await fetch(`${lab.endpoint}/?Action=GetSessionToken&Version=2011-06-15`);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("The lab does not implement sts GetSessionToken.");
  });
});

describe("faults", () => {
  afterEach(() => fetch(`${lab.endpoint}/_lab/faults`, { method: "DELETE" }));

  const describeAlarms = () =>
    new CloudWatchClient(connection(lab)).send(new DescribeAlarmsCommand({}));

  it("throttle, fail and cut as told, then end", async () => {
    await faults([{ service: "cloudwatch", kind: "throttle", count: 1 }]);
    await expect(describeAlarms()).rejects.toMatchObject({ name: "ThrottlingException" });
    await expect(describeAlarms()).resolves.toBeDefined();
    await faults([
      { service: "cloudwatch", kind: "error", status: 503, code: "ServiceUnavailable", count: 1 },
    ]);
    await expect(describeAlarms()).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
    await faults([{ service: "cloudwatch", operation: "DescribeAlarms", kind: "cut", count: 1 }]);
    await expect(describeAlarms()).rejects.toMatchObject({ code: "ECONNRESET" });
    await expect(describeAlarms()).resolves.toBeDefined();
  });

  it("delay", async () => {
    await faults([{ service: "cloudwatch", kind: "delay", delayMs: 300 }]);
    const began = Date.now();
    await describeAlarms();
    expect(Date.now() - began).toBeGreaterThanOrEqual(290);
  });

  it("leave other services and the lab's own pages alone, and can be seen", async () => {
    await faults([{ service: "*", kind: "error", operation: "DescribeAlarms" }], { seed: 1 });
    await expect(describeAlarms()).rejects.toBeDefined();
    const sts = new STSClient(connection(lab));
    await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
    const shown = await (await fetch(`${lab.endpoint}/_lab/faults`)).json();
    expect(shown).toEqual({
      rules: [{ service: "*", kind: "error", operation: "DescribeAlarms", met: 1 }],
      seed: 1,
    });
  });

  it("that make no sense are refused and change nothing", async () => {
    const answer = await faults([{ service: "s3", kind: "explode" }]);
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { message: string }).message).toMatch(
      /^The faults are not valid/,
    );
  });
});

describe("web pages", () => {
  it("of other places cannot reach the lab", async () => {
    const reset = (Origin: string) =>
      fetch(`${lab.endpoint}/_lab/faults`, { method: "DELETE", headers: { Origin } });
    for (const origin of ["https://example.com", "http://127.0.0.1.example.com", "null"]) {
      expect((await reset(origin)).status).toBe(403);
    }
    expect((await reset("http://127.0.0.1:3000")).status).toBe(200);
  });
});

describe("state", () => {
  it("belongs to one lab at a time, and so does the network", async () => {
    const start = (stateDir: string, ...more: string[]) =>
      run(process.execPath, [
        "lab/main.ts",
        "start",
        "--port",
        String(lab.port + 2),
        "--state-dir",
        stateDir,
        ...more,
      ]);
    const same = await start(lab.stateDir);
    expect(same).toMatchObject({
      code: 1,
      stderr: `Another lab is running with the state directory ${lab.stateDir}.\n`,
    });
    const health = (await (await fetch(`${lab.endpoint}/_lab/health`)).json()) as {
      subnet: string;
    };
    const other = await start(`${lab.stateDir}/other`, "--subnet", health.subnet);
    expect(other.code).toBe(1);
    expect(other.stderr).toContain(`Another lab uses the network ${health.subnet}`);
  });

  it("is as new after a reset, and who waited is let go", async () => {
    const QueueUrl = `${lab.endpoint}/000000000000/switchyard-events`;
    const receive = { QueueUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 10 };
    const waiting = Array.from({ length: 2 }, () =>
      rawJson(lab, "AmazonSQS.ReceiveMessage", JSON.stringify(receive)),
    );
    const ssm = new SSMClient(connection(lab));
    await ssm.send(new PutParameterCommand({ Name: "/gone", Value: "x", Type: "String" }));
    const answer = await fetch(`${lab.endpoint}/_lab/reset`, { method: "POST" });
    expect(answer.status).toBe(200);
    await Promise.all(waiting);
    await expect(ssm.send(new GetParameterCommand({ Name: "/gone" }))).rejects.toMatchObject({
      name: "ParameterNotFound",
    });
    expect((await fetch(`${lab.endpoint}/_lab/health`)).status).toBe(200);
    const alarms = await new CloudWatchClient(connection(lab)).send(new DescribeAlarmsCommand({}));
    expect(alarms.MetricAlarms?.map((one) => one.AlarmName)).toContain("lab-app-failed-requests");
  });
});
