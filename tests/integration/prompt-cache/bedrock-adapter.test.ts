import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bedrock } from "@/server/aws/bedrock-runtime/bedrock";
import { makeBedrockClient } from "@/server/aws/bedrock-runtime/client";
import { titanEmbedder } from "@/server/aws/bedrock-runtime/embedder";
import type { RawCall } from "@/server/aws/bedrock-runtime/raw";
import { awsCalls } from "@/server/aws/count-calls";
import { aCall, EMBED_MODEL } from "../../fixtures/prompt-engine/an-engine";
import { startWireBedrock, type WireBedrock } from "../../fixtures/prompt-engine/wire-bedrock";
import { waitFor } from "../../fixtures/wait-for";

let wire: WireBedrock;
beforeEach(async () => {
  wire = await startWireBedrock();
});
afterEach(() => wire.close());

const client = () =>
  makeBedrockClient({
    endpoint: wire.url,
    region: "eu-central-1",
    credentials: { accessKeyId: "AKID", secretAccessKey: "secret", sessionToken: "session" },
  });
const raw = (limits = {}) => bedrock({ client: client(), limits: { baseMs: 1, ...limits } });
const read = async (body: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
};

describe("a raw call", () => {
  test.each([
    ["Converse", "converse"],
    ["ConverseStream", "converse-stream"],
    ["InvokeModel", "invoke"],
    ["InvokeModelWithResponseStream", "invoke-with-response-stream"],
  ] as const)("of %s is signed and goes to its path, ARNs included", async (operation, path) => {
    const model = "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.some-model-v1:0";
    const answer = await raw().send(aCall("Hi", { operation, model }));
    expect(answer.status).toBe(200);
    await read(answer.body);
    const [call] = wire.calls;
    expect(call?.path).toBe(`/model/${encodeURIComponent(model)}/${path}`);
    expect(call?.modelId).toBe(model);
    expect(call?.headers.authorization).toMatch(/Credential=AKID\/\d{8}\/eu-central-1\/bedrock\//);
    expect(call?.headers["x-amz-security-token"]).toBe("session");
  });

  test("hides what belongs to the connection and shows the rest", async () => {
    wire.mishap({
      status: 418,
      body: "short and stout",
      headers: { "set-cookie": "a=b", "x-amzn-bedrock-x": "1", "retry-after": "9" },
    });
    const answer = await raw().send(aCall("Hi"));
    expect(answer.headers).toEqual({
      "x-amzn-requestid": "req-of-a-mishap",
      "x-amzn-bedrock-x": "1",
      "retry-after": "9",
    });
    expect((await read(answer.body)).toString()).toBe("short and stout");
  });

  test("that its caller cancels ends the connection, before and within an answer", async () => {
    const early = new AbortController();
    wire.mishap({ until: new Promise(() => {}) });
    const waiting = raw().send(aCall("Hi", { signal: early.signal }));
    waiting.catch(() => {});
    await waitFor("the call", () => wire.calls.length === 1);
    early.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    await waitFor("the connection to end", () => wire.leavings === 1);

    const late = new AbortController();
    wire.mishap({ stallAfter: 2 });
    const call: RawCall = aCall("Hi", { operation: "ConverseStream", signal: late.signal });
    const { body } = await raw().send(call);
    const rest = read(body);
    rest.catch(() => {});
    late.abort(new Error("enough"));
    await expect(rest).rejects.toThrow("enough");
    await waitFor("the connection to end", () => wire.leavings === 2);
  });

  test("is counted with its outcome", async () => {
    const before = awsCalls().find(({ operation }) => operation === "Converse");
    wire.mishap({ status: 429, body: "{}", times: 1 });
    await read((await raw().send(aCall("Hi"))).body);
    const after = awsCalls().find(({ operation }) => operation === "Converse");
    expect((after?.requests ?? 0) - (before?.requests ?? 0)).toBe(2);
    expect((after?.throttled ?? 0) - (before?.throttled ?? 0)).toBe(1);
  });
});

describe("the embedder", () => {
  const embedder = (dimensions = 256) =>
    titanEmbedder({ send: raw().send, modelId: EMBED_MODEL, dimensions });

  test("asks in Titan's form and gives vectors of unit length", async () => {
    const { vector, tokens } = await embedder().embed("What is a vector?");
    expect(JSON.parse(String(wire.embeddings[0]?.body))).toEqual({
      inputText: "What is a vector?",
      dimensions: 256,
      normalize: true,
    });
    expect(vector).toHaveLength(256);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    expect(tokens).toBe(4);
    expect(embedder(512).id).toBe(`${EMBED_MODEL}/512`);
  });

  test("remembers recent texts, and pays for them once", async () => {
    const own = embedder();
    const first = await own.embed("again");
    const second = await own.embed("again");
    expect(second).toEqual({ vector: first.vector, tokens: 0 });
    expect(wire.embeddings).toHaveLength(1);
  });

  test("cuts what the model would not take", async () => {
    await embedder().embed("word ".repeat(50_000));
    expect(JSON.parse(String(wire.embeddings[0]?.body)).inputText).toHaveLength(50_000);
  });

  test.each([
    ["a refusal", { status: 400, body: '{"message":"no"}' }, "status 400"],
    ["too few numbers", { status: 200, body: '{"embedding":[1,2]}' }, "no vector of 256"],
    [
      "no direction",
      { status: 200, body: JSON.stringify({ embedding: new Array(256).fill(0) }) },
      "without a direction",
    ],
  ])("says in a sentence that it got %s", async (_, mishap, told) => {
    wire.mishap({ embedding: true, ...mishap });
    await expect(embedder().embed("x")).rejects.toThrow(told);
  });
});
