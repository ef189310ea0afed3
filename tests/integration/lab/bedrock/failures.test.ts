import {
  BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { connection } from "../core/clients.ts";
import { aClient, collect, counted, said, setFaults, toBody } from "./a-model.ts";

let lab: LabUnderTest;
let http2: BedrockRuntimeClient;
let http1: BedrockRuntimeClient;
beforeAll(async () => {
  lab = await startLab({ env: { ...process.env, LAB_PACE: "fast" } });
  http2 = aClient(lab);
  http1 = new BedrockRuntimeClient({ ...connection(lab), requestHandler: new NodeHttpHandler() });
});
afterEach(() => setFaults(lab));
afterAll(async () => {
  http2?.destroy();
  http1?.destroy();
  await lab?.stop();
});

const asked = (input: Partial<ConverseCommandInput> = {}): ConverseCommandInput => ({
  modelId: "lab.text-v1",
  messages: said("What is Redis?"),
  ...input,
});
const converse = (input: Partial<ConverseCommandInput> = {}, client = http2) =>
  client.send(new ConverseCommand(asked(input)));
const invoke = (body: unknown, modelId = "lab.text-v1") =>
  http2.send(new InvokeModelCommand({ modelId, body: toBody(body) }));
const refusal = (name: string, status: number, message: RegExp | string = /./) => ({
  name,
  message: expect.stringMatching(message),
  $metadata: expect.objectContaining({ httpStatusCode: status }),
});

describe("what Bedrock would refuse", () => {
  it.each<[string, Partial<ConverseCommandInput>, RegExp]>([
    [
      "a model that is none",
      { modelId: "lab.text-v9" },
      /^The provided model identifier is invalid\.$/,
    ],
    ["a model that does not talk", { modelId: "lab.embed-v1" }, /doesn't support the model/],
    ["a blank text", { messages: said("  ") }, /messages\.0\.content\.0 is blank/],
    ["no message", { messages: [] }, /must start with a user message/],
    ["two of one role", { messages: [...said("a"), ...said("b")] }, /must alternate/],
    [
      "too hot",
      { inferenceConfig: { temperature: 1.5 } },
      /'inferenceConfig.temperature'.*less than/,
    ],
    [
      "no tokens",
      { inferenceConfig: { maxTokens: 0 } },
      /'inferenceConfig.maxTokens'.*greater than/,
    ],
    ["too many tokens", { inferenceConfig: { maxTokens: 99_999 } }, /model limit of 5000/],
    [
      "a picture",
      {
        messages: [
          {
            role: "user",
            content: [{ image: { format: "png", source: { bytes: new Uint8Array(4) } } }],
          },
        ],
      },
      /image content block/,
    ],
    ["too long a prompt", { messages: said("word ".repeat(130_000)) }, /Input is too long/],
  ])("%s", async (_, input, message) => {
    await expect(converse(input)).rejects.toMatchObject(
      refusal("ValidationException", 400, message),
    );
  });

  it("an ARN of nothing", async () => {
    const modelId = "arn:aws:bedrock:us-east-1:000000000000:inference-profile/us.nothing";
    await expect(converse({ modelId })).rejects.toMatchObject(
      refusal("ResourceNotFoundException", 404),
    );
  });

  it.each<[string, unknown, string, RegExp]>([
    [
      "a body of no known form",
      { prompt: "x" },
      "lab.text-v1",
      /^Malformed input request: .*reformat your input and try again\.$/,
    ],
    ["an empty text", { inputText: "" }, "lab.embed-v1", /expected minLength: 1, actual: 0/],
    [
      "a very long text",
      { inputText: "x".repeat(50_001) },
      "lab.embed-v1",
      /expected maxLength: 50000, actual: 50001/,
    ],
    [
      "odd dimensions",
      { inputText: "x", dimensions: 300 },
      "lab.embed-v1",
      /#\/dimensions: 300 is not a valid enum value/,
    ],
  ])("%s", async (_, body, modelId, message) => {
    await expect(invoke(body, modelId)).rejects.toMatchObject(
      refusal("ValidationException", 400, message),
    );
  });

  it("what is no JSON, in AWS's form and with the path unencoded", async () => {
    const path = "arn:aws:bedrock:us-east-1::foundation-model/lab.text-v1";
    const answer = await fetch(`${lab.endpoint}/model/${path}/converse`, {
      method: "POST",
      body: "{",
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.get("x-amzn-errortype")).toBe("SerializationException");
    expect(await answer.json()).toEqual({ message: "The request body is not valid JSON." });
  });

  it("and none of it counts as a call", async () => {
    const { calls } = await counted(lab);
    await converse({ messages: [] }).catch(() => {});
    expect((await counted(lab)).calls).toBe(calls);
  });

  it("leaves an S3 bucket called model alone", async () => {
    const answer = await fetch(`${lab.endpoint}/model/some/converse`);
    expect(await answer.text()).toContain("<Code>NoSuchBucket</Code>");
  });
});

describe("faults", () => {
  it.each([
    [{ kind: "throttle" }, "ThrottlingException", 429],
    [{ kind: "error" }, "InternalServerException", 500],
    [{ kind: "error", code: "ServiceUnavailableException" }, "ServiceUnavailableException", 503],
    [{ kind: "error", code: "ModelErrorException" }, "ModelErrorException", 424],
    [{ kind: "error", code: "ModelTimeoutException" }, "ModelTimeoutException", 408],
    [{ kind: "throttle", service: "*" }, "ThrottlingException", 429],
  ])("%j reach the client as %s", async (rule, name, status) => {
    await setFaults(lab, rule);
    for (const client of [http1, http2]) {
      await expect(converse({}, client)).rejects.toMatchObject(refusal(name, status));
    }
    expect((await fetch(`${lab.endpoint}/_lab/bedrock`)).status).toBe(200);
  });

  it("meet only the operation that they name", async () => {
    await setFaults(lab, { kind: "throttle", operation: "ConverseStream" });
    expect((await converse()).stopReason).toBe("end_turn");
    await expect(http2.send(new ConverseStreamCommand(asked()))).rejects.toThrow("Rate exceeded");
  });

  it("cut the connection", async () => {
    await setFaults(lab, { kind: "cut" });
    for (const client of [http1, http2]) await expect(converse({}, client)).rejects.toThrow();
    await setFaults(lab);
    expect((await converse()).stopReason).toBe("end_turn");
  });

  it("throw within a stream, after what was sent", async () => {
    for (const client of [http1, http2]) {
      await setFaults(lab, { kind: "error", code: "ModelStreamErrorException", after: 3 });
      const { stream } = await client.send(new ConverseStreamCommand(asked()));
      const seen: unknown[] = [];
      const reading = (async () => {
        for await (const event of stream ?? []) seen.push(event);
      })();
      await expect(reading).rejects.toMatchObject({ name: "ModelStreamErrorException" });
      expect(seen).toHaveLength(3);
    }
  });

  it("throttle within a stream of InvokeModel", async () => {
    await setFaults(lab, { kind: "throttle", after: 2 });
    const { body } = await http2.send(
      new InvokeModelWithResponseStreamCommand({
        modelId: "lab.text-v1",
        body: toBody({ inputText: "What is Redis?" }),
      }),
    );
    await expect(collect(body)).rejects.toMatchObject({
      name: "ThrottlingException",
      message: "Rate exceeded",
    });
  });

  it("cut a stream in its middle: it ends without its end", async () => {
    const { brokenOff } = await counted(lab);
    await setFaults(lab, { kind: "cut", after: 5 });
    const over1 = async () => {
      const { stream } = await http1.send(new ConverseStreamCommand(asked()));
      return collect(stream);
    };
    await expect(over1()).rejects.toThrow();
    // Over HTTP/2 the SDK itself does not tell a lost connection from the end of a stream.
    const over2 = await http2.send(new ConverseStreamCommand(asked()));
    const events = await collect(over2.stream).catch(() => []);
    expect(events.some((event) => event.messageStop)).toBe(false);
    expect((await counted(lab)).brokenOff).toBe(brokenOff + 2);
  });

  it("within streams leave other answers alone", async () => {
    await setFaults(lab, { kind: "cut", after: 0 });
    expect((await converse()).stopReason).toBe("end_turn");
    const { rules } = (await (await fetch(`${lab.endpoint}/_lab/faults`)).json()) as {
      rules: { met: number }[];
    };
    expect(rules[0]?.met).toBe(0);
  });

  it("delay within a stream", async () => {
    await setFaults(lab, { kind: "delay", delayMs: 400, after: 2 });
    const { stream } = await http2.send(new ConverseStreamCommand(asked()));
    const times: number[] = [];
    for await (const _ of stream ?? []) times.push(performance.now());
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThan(300);
  });
});
