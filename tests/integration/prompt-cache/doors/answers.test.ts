import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { NamespaceSettings } from "@/lib/prompt-cache/namespace";
import { answerBedrock } from "@/server/prompt-cache/doors/answer-bedrock";
import { answerPrompts } from "@/server/prompt-cache/doors/answer-prompts";
import { issueKey } from "@/server/prompt-cache/keys/issue-key";
import { saveNamespace } from "@/server/prompt-cache/namespaces/save-namespace";
import {
  aCtx,
  type PromptCacheServers,
  startPromptCacheServers,
} from "../../../fixtures/prompt-cache-servers";
import { runPython } from "../../../fixtures/run-python";
import { type Served, serveRequests } from "../../../fixtures/serve-requests";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab";
import { waitFor } from "../../../fixtures/wait-for";

const MODEL = "lab.text-v1";
let lab: LabUnderTest;
let servers: PromptCacheServers;
let doors: Served;
let signing: { accessKeyId: string; secretAccessKey: string };
let bearer: string;
let count = 0;
/** A namespace per test, so that none finds what another stored. */
let namespace: string;

beforeAll(async () => {
  lab = await startLab({ env: { ...process.env, LAB_PACE: "fast" } });
  servers = await startPromptCacheServers({
    AWS_ENDPOINT_URL: lab.endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "lab",
    AWS_SECRET_ACCESS_KEY: "lab",
    SWITCHYARD_PROMPT_MODEL: MODEL,
    SWITCHYARD_EMBED_MODEL: "lab.embed-v1",
  });
  doors = await serveRequests((request) =>
    new URL(request.url).pathname === "/api/prompts"
      ? answerPrompts(request)
      : answerBedrock(request),
  );
});
afterAll(async () => {
  await doors?.close();
  await servers?.close();
  await lab?.stop();
});
beforeEach(async () => {
  count += 1;
  namespace = `team-${count}`;
  const settings = NamespaceSettings.parse({ foldCase: true, semantic: { threshold: 0.85 } });
  await saveNamespace({ ctx: aCtx(), input: { name: namespace, settings } });
  const key = { name: "app", namespaces: [namespace], ratePerMinute: 10_000 };
  const issued = await issueKey({ ctx: aCtx(), input: { ...key, kind: "signing" } });
  const opened = await issueKey({ ctx: aCtx(), input: { ...key, kind: "bearer" } });
  if (issued.kind !== "signing" || opened.kind !== "bearer") throw new Error("wrong kinds");
  signing = issued;
  bearer = opened.token;
});

const user = (text: string) => [{ role: "user" as const, content: [{ text }] }];
const client = (endpoint = `${doors.url}/api/bedrock`) =>
  new BedrockRuntimeClient({
    region: "us-east-1",
    endpoint,
    credentials: signing,
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 1,
  });

interface Seen {
  cache?: string;
  score?: string;
  request?: string;
}

/** A client that notes what the answers' headers say. */
function noting(): { sdk: BedrockRuntimeClient; seen: Seen[] } {
  const sdk = client();
  const seen: Seen[] = [];
  sdk.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers } = result.response as { headers: Record<string, string> };
      seen.push({
        cache: headers["x-switchyard-cache"],
        score: headers["x-switchyard-cache-score"],
        request: headers["x-switchyard-request"],
      });
      return result;
    },
    { step: "deserialize", priority: "low", name: "noting" },
  );
  return { sdk, seen };
}

const post = (body: unknown, headers: Record<string, string> = {}, method = "POST") =>
  fetch(`${doors.url}/api/prompts`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, ...headers },
    ...(method === "POST" && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });

/** Until what was stored is found: write-back ends after the answer did. */
const untilHit = (prompt: string, cache: string) =>
  waitFor(`a ${cache}`, async () => (await (await post({ prompt })).json()).cache === cache);

test("Converse: a miss, the same again, and a paraphrase; the answers are the model's, unchanged", async () => {
  const { sdk, seen } = noting();
  const ask = (text: string) =>
    sdk.send(new ConverseCommand({ modelId: MODEL, messages: user(text) }));
  const first = await ask("What is machine learning?");
  await untilHit("What is machine learning?", "hash_hit");
  const again = await ask("  What is   MACHINE LEARNING?  ");
  const near = await ask("How would you define machine learning?");
  expect(again.output).toEqual(first.output);
  expect(near.output).toEqual(first.output);
  expect(again.usage).toEqual(first.usage);
  expect(seen.map(({ cache }) => cache)).toEqual(["miss", "hash_hit", "semantic_hit"]);
  expect(Number(seen[2]?.score)).toBeGreaterThan(0.85);
  expect(new Set(seen.map(({ request }) => request)).size).toBe(3);
});

test("the body of Converse says how it was found; everything else in it stays byte for byte", async () => {
  const raw = async () => {
    const response = await fetch(`${doors.url}/api/bedrock/model/${MODEL}/converse`, {
      method: "POST",
      headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
      body: JSON.stringify({ messages: user("What is a load balancer?") }),
    });
    return { text: await response.text(), header: response.headers.get("x-switchyard-cache") };
  };
  const miss = await raw();
  expect(JSON.parse(miss.text).cache).toBe("miss");
  expect(miss.header).toBe("miss");
  await untilHit("What is a load balancer?", "hash_hit");
  const hit = await raw();
  expect(hit.text).toBe(miss.text.replace('"cache":"miss"', '"cache":"hash_hit"'));
});

test("a stream and its replay have the same events", async () => {
  const { sdk, seen } = noting();
  const ask = async () => {
    const { stream } = await sdk.send(
      new ConverseStreamCommand({ modelId: MODEL, messages: user("What is a queue?") }),
    );
    const events: object[] = [];
    for await (const event of stream ?? []) events.push(event);
    return events;
  };
  const textOf = (events: object[]) =>
    events
      .map(
        (event) =>
          (event as { contentBlockDelta?: { delta?: { text?: string } } }).contentBlockDelta?.delta
            ?.text ?? "",
      )
      .join("");
  const first = await ask();
  await waitFor("the stream to be stored", async () => {
    await ask();
    return seen.at(-1)?.cache === "hash_hit";
  });
  const again = await ask();
  expect(textOf(first).length).toBeGreaterThan(10);
  expect(textOf(again)).toBe(textOf(first));
  const kinds = (events: object[]) => [...new Set(events.flatMap((event) => Object.keys(event)))];
  expect(kinds(again)).toEqual(kinds(first));
});

test("InvokeModel is cached too, its body untouched", async () => {
  const { sdk, seen } = noting();
  const body = JSON.stringify({ inputText: "hello there", dimensions: 256 });
  const ask = async () =>
    Buffer.from(
      (await sdk.send(new InvokeModelCommand({ modelId: "lab.embed-v1", body }))).body ?? [],
    ).toString("utf8");
  const first = await ask();
  expect(JSON.parse(first).embedding).toHaveLength(256);
  expect(await ask()).toBe(first);
  expect(seen[0]?.cache).toMatch(/^(miss|bypass)$/);
});

test("tools pass through unchanged, and a request with tools is never answered by a near one", async () => {
  const toolConfig = {
    tools: [
      {
        toolSpec: {
          name: "get_weather",
          description: "The weather of a city.",
          inputSchema: {
            json: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
          },
        },
      },
    ],
    toolChoice: { tool: { name: "get_weather" } },
  };
  const { sdk, seen } = noting();
  const ask = (sender: BedrockRuntimeClient, text: string) =>
    sender.send(new ConverseCommand({ modelId: MODEL, messages: user(text), toolConfig }));
  const straight = await ask(client(lab.endpoint), "What is the weather in Paris?");
  const through = await ask(sdk, "What is the weather in Paris?");
  expect(through.stopReason).toBe("tool_use");
  const toolOf = ({ output }: typeof through) =>
    output?.message?.content?.find((block) => block.toolUse)?.toolUse;
  expect(toolOf(through)?.name).toBe("get_weather");
  expect(toolOf(through)?.input).toEqual(toolOf(straight)?.input);
  await ask(sdk, "Tell me the weather in Paris?");
  expect(seen.map(({ cache }) => cache)).not.toContain("semantic_hit");
});

test("the model's own errors come through as they are", async () => {
  const ask = (endpoint?: string) =>
    client(endpoint)
      .send(new ConverseCommand({ modelId: "no.such-model", messages: user("hello") }))
      .catch((caught) => caught);
  const [through, straight] = [await ask(), await ask(lab.endpoint)];
  expect(through.name).toBe("ValidationException");
  expect([through.name, through.message]).toEqual([straight.name, straight.message]);
  expect(through.$metadata.httpStatusCode).toBe(straight.$metadata.httpStatusCode);
});

test("bypass goes past the cache", async () => {
  await post({ prompt: "What is DNS?" });
  await untilHit("What is DNS?", "hash_hit");
  const past = await post({ prompt: "What is DNS?" }, { "x-switchyard-cache": "bypass" });
  expect(await past.json()).toMatchObject({ cache: "bypass" });
});

test("one prompt by HTTP, as in the article", async () => {
  const miss = await (await post({ prompt: "What is machine learning?" })).json();
  expect(miss).toEqual({ response: expect.any(String), cache: "miss" });
  expect(miss.response.length).toBeGreaterThan(20);
  await untilHit("What is machine learning?", "hash_hit");
  const near = await (await post({ prompt: "How would you define machine learning?" })).json();
  expect(near).toEqual({
    response: miss.response,
    cache: "semantic_hit",
    score: expect.any(Number),
  });
});

test.each([
  [{ prompt: "" }, 400, /^prompt is not valid: must not be empty\.$/],
  [{ prompt: "  \n" }, 400, /^prompt is not valid/],
  ["{oops", 400, /^The body is not JSON/],
  ["", 400, /^The body is not JSON/],
  ["[]", 400, /^The body is not valid/],
  [{ prompt: 7 }, 400, /^prompt is not valid: must be a text\.$/],
  [{ prompt: "a", temperature: 2 }, 400, /is not valid/],
  [
    { prompt: "a", namespace: "elsewhere" },
    403,
    /^This key may not use the namespace "elsewhere"\.$/,
  ],
  [{ prompt: "a".repeat(5_000_000) }, 413, /^The request is larger than 4 MiB\.$/],
])("%.60j is refused with %i and one sentence", async (body, status, sentence) => {
  const response = await post(body);
  expect(response.status).toBe(status);
  expect((await response.json()).error).toMatch(sentence);
});

test("strangers, other methods and other pages are kept out", async () => {
  const stranger = await post({ prompt: "a" }, { authorization: "Bearer sy_nope" });
  expect(stranger.status).toBe(401);
  expect(await stranger.json()).toEqual({ error: "This key is not known, or was revoked." });
  const get = await post(undefined, {}, "GET");
  expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
  const cors = await post({ prompt: "" }, { origin: "https://evil.example" });
  expect(cors.headers.get("access-control-allow-origin")).toBeNull();
  const bedrock = await fetch(`${doors.url}/api/bedrock/model/a/converse`);
  expect(bedrock.headers.get("x-amzn-errortype")).toBe("UnknownOperationException");
  expect(await bedrock.json()).toEqual({ message: "Send this operation with POST." });
});

test("boto3 gains caching by one environment variable: calls, streams and errors", async () => {
  const told = await runPython(
    `
import boto3, botocore.exceptions, json, time
client = boto3.client("bedrock-runtime")
def messages(text): return [{"role": "user", "content": [{"text": text}]}]
def ask(text):
  said = client.converse(modelId="${MODEL}", messages=messages(text))
  return said["ResponseMetadata"]["HTTPHeaders"]["x-switchyard-cache"], said["output"]["message"]["content"][0]["text"]
outcomes = [ask("What is a cache?")]
deadline = time.time() + 20
while outcomes[-1][0] != "hash_hit" and time.time() < deadline: outcomes.append(ask("What is a cache?"))
text = "".join(event["contentBlockDelta"]["delta"].get("text", "") for event in
  client.converse_stream(modelId="${MODEL}", messages=messages("What is a cache?"))["stream"] if "contentBlockDelta" in event)
try:
  client.converse(modelId="no.such-model", messages=messages("x")); code = None
except botocore.exceptions.ClientError as error:
  code = error.response["Error"]["Code"]
print(json.dumps({"first": outcomes[0], "last": outcomes[-1], "stream": text, "code": code}))
`,
    {
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `${doors.url}/api/bedrock`,
      AWS_ACCESS_KEY_ID: signing.accessKeyId,
      AWS_SECRET_ACCESS_KEY: signing.secretAccessKey,
    },
  );
  const { first, last, stream, code } = JSON.parse(told);
  expect(first[0]).toBe("miss");
  expect(last).toEqual(["hash_hit", first[1]]);
  expect(stream).toBe(first[1]);
  expect(code).toBe("ValidationException");
});

/** The lab's models, made slow or quick, or asked what they were asked. */
const labModels = (method = "GET", pace?: object) =>
  fetch(`${lab.endpoint}/_lab/bedrock`, {
    method,
    ...(pace && { body: JSON.stringify(pace), headers: { "content-type": "application/json" } }),
  }).then((response) => response.text());

test("a client that goes away while the model thinks ends its request, and nobody calls that an error", async () => {
  await labModels("DELETE");
  await labModels("PUT", { latencyMs: 60_000 });
  try {
    const leaving = new AbortController();
    const asking = answerPrompts(
      new Request(`${doors.url}/api/prompts`, {
        method: "POST",
        headers: { authorization: `Bearer ${bearer}` },
        body: JSON.stringify({ prompt: "What takes so long?" }),
        signal: leaving.signal,
      }),
    );
    await waitFor("the model to be asked", async () => (await labModels()).includes("Converse"));
    leaving.abort();
    expect((await asking).status).toBe(499);
  } finally {
    await labModels("PUT", { latencyMs: 0 });
  }
});
