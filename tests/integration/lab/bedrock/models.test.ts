import {
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { aClient, collect, counted, fromBody, said, setPace, toBody } from "./a-model.ts";

let lab: LabUnderTest;
let client: ReturnType<typeof aClient>;
beforeAll(async () => {
  lab = await startLab({ env: { ...process.env, LAB_PACE: "fast" } });
  client = aClient(lab);
});
afterAll(async () => {
  client?.destroy();
  await lab?.stop();
});

const converse = (input: Partial<ConverseCommandInput> & { ask?: string }) => {
  const { ask = "What is machine learning?", ...rest } = input;
  return client.send(new ConverseCommand({ modelId: "lab.text-v1", messages: said(ask), ...rest }));
};
const textOf = (answer: Awaited<ReturnType<typeof converse>>) =>
  answer.output?.message?.content?.[0]?.text ?? "";

describe("Converse", () => {
  it("answers what it knows, with what was used", async () => {
    const answer = await converse({});
    expect(textOf(answer)).toMatch(/^Machine learning is a way to build software/);
    expect(answer.stopReason).toBe("end_turn");
    expect(answer.usage?.inputTokens).toBeGreaterThan(4);
    expect(answer.usage?.outputTokens).toBeGreaterThan(20);
    expect(answer.usage?.totalTokens).toBe(
      (answer.usage?.inputTokens ?? 0) + (answer.usage?.outputTokens ?? 0),
    );
    expect(answer.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(textOf(await converse({}))).toBe(textOf(answer));
  });

  it("says which question it cannot answer, and what it is", async () => {
    const text = textOf(await converse({ ask: "Who won the race in 1931?" }));
    expect(text).toContain("“Who won the race in 1931?”");
    expect(text).toContain("lab's rule-based stand-in");
  });

  it.each([
    "us.lab.text-v1",
    "lab.text-v1:0",
    "arn:aws:bedrock:us-east-1::foundation-model/lab.text-v1",
    "arn:aws:bedrock:us-east-1:000000000000:inference-profile/us.lab.text-v1",
  ])("knows the model as %s", async (modelId) => {
    expect(textOf(await converse({ modelId }))).toMatch(/^Machine learning/);
  });

  it("has a second model that says more", async () => {
    const [short, long] = [await converse({}), await converse({ modelId: "lab.text-v2" })];
    expect(textOf(long).length).toBeGreaterThan(1.5 * textOf(short).length);
  });

  it("lets the system prompt change the answer", async () => {
    const answer = await converse({ system: [{ text: "You are a pirate." }] });
    expect(textOf(answer)).toContain("“You are a pirate.”");
    expect(answer.usage?.inputTokens).toBeGreaterThan((await converse({})).usage?.inputTokens ?? 0);
  });

  it("stops where it is told to", async () => {
    const short = await converse({ inferenceConfig: { maxTokens: 5 } });
    expect(short).toMatchObject({ stopReason: "max_tokens", usage: { outputTokens: 5 } });
    const stopped = await converse({ inferenceConfig: { stopSequences: [" software"] } });
    expect(stopped.stopReason).toBe("stop_sequence");
    expect(textOf(stopped)).toBe("Machine learning is a way to build");
  });

  it("answers the last message of a conversation", async () => {
    const answer = await converse({
      messages: [
        ...said("What is S3?"),
        { role: "assistant", content: [{ text: "A store." }] },
        ...said("And what is Redis?"),
      ],
    });
    expect(textOf(answer)).toMatch(/^Redis is/);
  });

  it("judges whether two questions want the same answer", async () => {
    const judge = async (a: string, b: string) =>
      textOf(
        await converse({
          system: [{ text: "Do these two questions want the same answer? Reply yes or no." }],
          ask: `Question 1: ${a}\nQuestion 2: ${b}`,
        }),
      );
    expect(await judge("What is machine learning?", "Explain ML to me")).toBe("yes");
    expect(await judge("How do I enable MFA?", "How do I disable MFA?")).toBe("no");
    expect(await judge("What is 15% of 240?", "What is 15% of 250?")).toBe("no");
    expect(await judge("Convert a 401k to an IRA", "Convert an IRA to a 401k")).toBe("no");
  });

  it("judges in the words of the prompt cache, which sends both questions as JSON", async () => {
    const system = [
      {
        text: "Answer with one word: SAME when one answer is right and complete for both, DIFFERENT otherwise.",
      },
    ];
    const judge = async (first: string, second: string) =>
      textOf(await converse({ system, ask: JSON.stringify({ first, second }) }));
    expect(await judge("What is machine learning?", "Explain ML to me")).toBe("SAME");
    expect(await judge("How do I enable MFA?", "How do I disable MFA?")).toBe("DIFFERENT");
  });

  it("uses a tool that the question names, and tells what the tool answered", async () => {
    const toolConfig = {
      tools: [
        {
          toolSpec: {
            name: "get_weather",
            inputSchema: {
              json: {
                type: "object",
                properties: { city: { type: "string" } },
                required: ["city"],
              },
            },
          },
        },
      ],
    };
    const ask = "What is the weather in New York?";
    const first = await converse({ ask, toolConfig });
    expect(first.stopReason).toBe("tool_use");
    const toolUse = first.output?.message?.content?.[0]?.toolUse;
    expect(toolUse).toMatchObject({ name: "get_weather", input: { city: "New York" } });
    const second = await converse({
      toolConfig,
      messages: [
        ...said(ask),
        { role: "assistant", content: first.output?.message?.content ?? [] },
        {
          role: "user",
          content: [
            {
              toolResult: {
                toolUseId: toolUse?.toolUseId,
                content: [{ text: "Sunny, 20 degrees" }],
              },
            },
          ],
        },
      ],
    });
    expect(second.stopReason).toBe("end_turn");
    expect(textOf(second)).toContain("Sunny, 20 degrees");
  });
});

describe("ConverseStream", () => {
  it("brings the same answer in pieces, then why it ended and what was used", async () => {
    const whole = await converse({});
    const { stream } = await client.send(
      new ConverseStreamCommand({
        modelId: "lab.text-v1",
        messages: said("What is machine learning?"),
      }),
    );
    const events = await collect(stream);
    expect(events.flatMap((event) => event.contentBlockDelta?.delta?.text ?? []).join("")).toBe(
      textOf(whole),
    );
    expect(Object.keys(events[0] ?? {})).toEqual(["messageStart"]);
    expect(events.slice(-3).map((event) => Object.keys(event)[0])).toEqual([
      "contentBlockStop",
      "messageStop",
      "metadata",
    ]);
    expect(events.at(-2)?.messageStop?.stopReason).toBe("end_turn");
    expect(events.at(-1)?.metadata?.usage).toEqual(whole.usage);
  });

  it("comes as the model thinks, not all at once", async () => {
    await setPace(lab, { latencyMs: 200, perTokenMs: 10 });
    const began = performance.now();
    const { stream } = await client.send(
      new ConverseStreamCommand({ modelId: "lab.text-v1", messages: said("What is Redis?") }),
    );
    const times: number[] = [];
    for await (const _ of stream ?? []) times.push(performance.now() - began);
    await setPace(lab, { latencyMs: 0, perTokenMs: 0 });
    expect(times[0]).toBeGreaterThanOrEqual(190);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(200);
  });

  it("counts a stream that is given up for what was sent", async () => {
    await setPace(lab, { latencyMs: 0, perTokenMs: 50 });
    const before = await counted(lab);
    const abort = new AbortController();
    const { stream } = await client.send(
      new ConverseStreamCommand({ modelId: "lab.text-v1", messages: said("What is Redis?") }),
      { abortSignal: abort.signal },
    );
    for await (const event of stream ?? []) {
      if (event.contentBlockDelta) break;
    }
    abort.abort();
    await expect.poll(async () => (await counted(lab)).brokenOff).toBe(before.brokenOff + 1);
    await setPace(lab, { perTokenMs: 0 });
    const after = await counted(lab);
    expect(after.calls).toBe(before.calls + 1);
    expect(after.outputTokens - before.outputTokens).toBeLessThan(20);
  });
});

describe("InvokeModel", () => {
  const FORMS = [
    [
      "Converse's own",
      { messages: said("What is S3?"), inferenceConfig: { maxTokens: 200 } },
      (answer: { output: { message: { content: { text: string }[] } } }) =>
        answer.output.message.content[0]?.text,
      (chunk: { contentBlockDelta?: { delta: { text: string } } }) =>
        chunk.contentBlockDelta?.delta.text,
    ],
    [
      "Messages",
      {
        anthropic_version: "bedrock-2023-05-31",
        max_tokens: 200,
        messages: [{ role: "user", content: "What is S3?" }],
      },
      (answer: { content: { text: string }[] }) => answer.content[0]?.text,
      (chunk: { delta?: { text?: string } }) => chunk.delta?.text,
    ],
    [
      "a bare prompt's",
      { inputText: "What is S3?", textGenerationConfig: { maxTokenCount: 200 } },
      (answer: { results: { outputText: string }[] }) => answer.results[0]?.outputText,
      (chunk: { outputText?: string }) => chunk.outputText,
    ],
  ] as const;

  it.each(FORMS)("answers in %s form, whole and streamed", async (_, body, textOf, pieceOf) => {
    const modelId = "lab.text-v1";
    const whole = await client.send(new InvokeModelCommand({ modelId, body: toBody(body) }));
    expect(whole.contentType).toBe("application/json");
    const text = textOf(fromBody(whole.body) as never);
    expect(text).toMatch(/^Amazon S3 stores objects/);

    const streamed = await client.send(
      new InvokeModelWithResponseStreamCommand({ modelId, body: toBody(body) }),
    );
    expect(streamed.contentType).toBe("application/json");
    const chunks = (await collect(streamed.body)).map((event) => fromBody(event.chunk?.bytes));
    expect(chunks.map((chunk) => pieceOf(chunk as never) ?? "").join("")).toBe(text);
    expect(chunks.at(-1)?.["amazon-bedrock-invocationMetrics"]).toMatchObject({
      inputTokenCount: expect.any(Number),
      outputTokenCount: expect.any(Number),
    });
  });

  it("tells the tokens in its headers", async () => {
    const answer = await fetch(`${lab.endpoint}/model/lab.text-v1/invoke`, {
      method: "POST",
      body: JSON.stringify({ inputText: "What is S3?" }),
    });
    const body = (await answer.json()) as { inputTextTokenCount: number };
    expect(answer.headers.get("x-amzn-bedrock-input-token-count")).toBe(
      String(body.inputTextTokenCount),
    );
    expect(Number(answer.headers.get("x-amzn-bedrock-output-token-count"))).toBeGreaterThan(20);
    expect(answer.headers.get("x-amzn-bedrock-invocation-latency")).toMatch(/^\d+$/);
    expect(answer.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("embeds in Titan's form", async () => {
    const embed = async (body: object) =>
      fromBody(
        (await client.send(new InvokeModelCommand({ modelId: "lab.embed-v1", body: toBody(body) })))
          .body,
      );
    const plain = await embed({ inputText: "What is S3?" });
    expect(plain.embedding).toHaveLength(1024);
    expect(plain.inputTextTokenCount).toBe(5);
    const small = await embed({
      inputText: "What is S3?",
      dimensions: 256,
      embeddingTypes: ["float", "binary"],
    });
    expect(Math.hypot(...small.embedding)).toBeCloseTo(1, 5);
    expect(small.embeddingsByType.binary).toEqual(
      small.embedding.map((value: number) => (value > 0 ? 1 : 0)),
    );
  });
});

describe("the counters", () => {
  it("tell calls and tokens of each model, and start anew when asked", async () => {
    await fetch(`${lab.endpoint}/_lab/bedrock`, { method: "DELETE" });
    const { usage } = await converse({ modelId: "lab.text-v2" });
    expect(await counted(lab, "lab.text-v2")).toMatchObject({
      calls: 1,
      operations: { Converse: 1 },
      inputTokens: usage?.inputTokens,
      outputTokens: usage?.outputTokens,
    });
    expect(await counted(lab)).toMatchObject({ calls: 0 });
  });

  it("count input tokens without a call", async () => {
    const { usage } = await converse({});
    const { calls } = await counted(lab);
    const { inputTokens } = await client.send(
      new CountTokensCommand({
        modelId: "lab.text-v1",
        input: { converse: { messages: said("What is machine learning?") } },
      }),
    );
    expect(inputTokens).toBe(usage?.inputTokens);
    expect((await counted(lab)).calls).toBe(calls);
  });

  it("refuse a pace that is none", async () => {
    const answer = await setPace(lab, { latencyMs: -1 });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      message: expect.stringContaining("The pace is not valid: latencyMs"),
    });
  });
});
