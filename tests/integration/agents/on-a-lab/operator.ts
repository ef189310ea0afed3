import {
  type ContentBlock,
  ConverseCommand,
  ConverseStreamCommand,
  type Message,
  type Tool,
} from "@aws-sdk/client-bedrock-runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aClient, collect, counted, said, setFaults } from "../../lab/bedrock/a-model.ts";
import { lab } from "./world";

let client: ReturnType<typeof aClient>;
beforeAll(() => {
  client = aClient(lab);
});
afterAll(() => client?.destroy());

const schema = {
  type: "object",
  properties: { namespace: { type: "string" } },
  required: ["namespace"],
};
const tools: Tool[] = [
  {
    toolSpec: {
      name: "cache_read_rates",
      description: "Hit rates of the prompt cache in one namespace.",
      inputSchema: { json: schema },
    },
  },
  {
    toolSpec: {
      name: "cache_list_misses",
      description: "Why prompts missed in one namespace.",
      inputSchema: { json: schema },
    },
  },
];
const toolConfig = { tools };
const modelId = "lab.operator-v1";
const question = said("What is the hit rate of namespace support-bot in the prompt cache?");
const answered = (toolUseId: string, text: string): Message => ({
  role: "user",
  content: [{ toolResult: { toolUseId, status: "success", content: [{ text }] } }],
});
const callIn = (content: ContentBlock[] | undefined) =>
  content?.find((block) => block.toolUse)?.toolUse;

describe("lab.operator-v1", () => {
  it("says what it does, calls a tool with filled arguments, and answers from the result", async () => {
    const first = await client.send(
      new ConverseCommand({ modelId, messages: question, toolConfig }),
    );
    expect(first.stopReason).toBe("tool_use");
    const asked = first.output?.message as Message;
    expect(asked.content?.[0]?.text).toContain("cache_read_rates");
    const use = callIn(asked.content);
    expect(use?.input).toEqual({ namespace: "support-bot" });
    const messages = [...question, asked, answered(String(use?.toolUseId), '{"hitRate":0.63}')];
    const second = await client.send(new ConverseCommand({ modelId, messages, toolConfig }));
    expect(second.stopReason).toBe("end_turn");
    expect(second.output?.message?.content?.[0]?.text).toContain("hitRate: 0.63");
    expect(second.usage?.inputTokens).toBeGreaterThan(first.usage?.inputTokens ?? Infinity);
  });

  it("streams text and several calls in blocks of their own, and counts what it said", async () => {
    const before = await counted(lab, modelId);
    const messages = said(
      'Call cache_read_rates with {"namespace": "a"} and cache_list_misses with {"namespace": "b"}',
    );
    const { stream } = await client.send(
      new ConverseStreamCommand({ modelId, messages, toolConfig }),
    );
    const events = await collect(stream);
    const deltas = events.flatMap(({ contentBlockDelta }) => contentBlockDelta ?? []);
    expect(deltas.filter(({ delta }) => delta?.text).length).toBeGreaterThan(3);
    const inputs = [1, 2].map((index) =>
      deltas
        .filter(({ contentBlockIndex }) => contentBlockIndex === index)
        .map(({ delta }) => delta?.toolUse?.input ?? "")
        .join(""),
    );
    expect(inputs.map((input) => JSON.parse(input))).toEqual([
      { namespace: "a" },
      { namespace: "b" },
    ]);
    const ids = events.flatMap(
      ({ contentBlockStart }) => contentBlockStart?.start?.toolUse?.toolUseId ?? [],
    );
    expect(new Set(ids).size).toBe(2);
    const usage = events.find(({ metadata }) => metadata)?.metadata?.usage;
    const after = await counted(lab, modelId);
    expect(after.outputTokens - before.outputTokens).toBe(usage?.outputTokens);
  });

  it("refuses a conversation in which a call has no answer", async () => {
    const { output } = await client.send(
      new ConverseCommand({ modelId, messages: question, toolConfig }),
    );
    const messages = [...question, output?.message as Message, ...said("And now?")];
    await expect(
      client.send(new ConverseCommand({ modelId, messages, toolConfig })),
    ).rejects.toThrow(
      /Expected toolResult blocks at messages.2.content for the following Ids: tooluse_/,
    );
  });

  it("ends a stream in the middle when it is cut there", async () => {
    await setFaults(lab, { kind: "cut", operation: "ConverseStream", after: 4, count: 1 });
    const { stream } = await client.send(
      new ConverseStreamCommand({ modelId, messages: said("Count to 200") }),
    );
    const events = await collect(stream).catch(() => []);
    expect(events.some(({ messageStop }) => messageStop)).toBe(false);
    await setFaults(lab);
  });

  it("goes round in circles as lab.loops-v1, with a new id each time", async () => {
    const messages: Message[] = [...question];
    const ids = new Set<string>();
    for (let turn = 0; turn < 4; turn++) {
      const { output } = await client.send(
        new ConverseCommand({ modelId: "lab.loops-v1", messages, toolConfig }),
      );
      const use = callIn(output?.message?.content);
      ids.add(String(use?.toolUseId));
      messages.splice(1, 2, output?.message as Message, answered(String(use?.toolUseId), "same"));
    }
    expect(ids.size).toBe(4);
  });
});
