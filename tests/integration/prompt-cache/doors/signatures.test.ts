import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { NamespaceSettings } from "@/lib/prompt-cache/namespace";
import { setClock } from "@/server/platform/clock";
import { bedrockError } from "@/server/prompt-cache/doors/bedrock-error";
import { letIn } from "@/server/prompt-cache/doors/caller";
import { takeRequest } from "@/server/prompt-cache/doors/rate-limit";
import { issueKey } from "@/server/prompt-cache/keys/issue-key";
import { revokeKey } from "@/server/prompt-cache/keys/revoke-key";
import { saveNamespace } from "@/server/prompt-cache/namespaces/save-namespace";
import { redisAnswers } from "@/server/redis";
import {
  aCtx,
  type PromptCacheServers,
  startPromptCacheServers,
} from "../../../fixtures/prompt-cache-servers";
// The console is started with it; it must be there before the first server listens.
import "../../../../scripts/serve/accept-http2";
import { runPython } from "../../../fixtures/run-python";
import { type Served, serveRequests } from "../../../fixtures/serve-requests";
import { waitFor } from "../../../fixtures/wait-for";

/** A door that lets requests in and tells who came, instead of asking a model. */
const answer = async (request: Request): Promise<Response> => {
  try {
    const { key, namespace, body } = await letIn(request, { signing: true, mostBytes: 1_048_576 });
    heard.push(Buffer.from(body).toString("utf8"));
    const text = `${namespace.name} ${key.id}`;
    return Response.json({ output: { message: { role: "assistant", content: [{ text }] } } });
  } catch (error) {
    return bedrockError(error, "request-1");
  }
};

const heard: string[] = [];
let servers: PromptCacheServers;
let door: Served;
let credentials: { accessKeyId: string; secretAccessKey: string };
let keyId: string;
const MODEL = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-micro-v1:0";

beforeAll(async () => {
  servers = await startPromptCacheServers();
  door = await serveRequests(answer);
  const settings = NamespaceSettings.parse({});
  for (const name of ["support", "sales", "other"])
    await saveNamespace({ ctx: aCtx(), input: { name, settings } });
});
afterAll(async () => {
  await door?.close();
  await servers?.close();
});
beforeEach(async () => {
  const issued = await issue();
  credentials = issued;
  keyId = issued.id;
  heard.length = 0;
});

async function issue(ratePerMinute = 1_000, namespaces = ["support", "sales"]) {
  const issued = await issueKey({
    ctx: aCtx(),
    input: { name: "an application", kind: "signing", namespaces, ratePerMinute },
  });
  if (issued.kind !== "signing") throw new Error("not a signing key");
  return issued;
}

const client = (over: Record<string, unknown> = {}) =>
  new BedrockRuntimeClient({
    region: "eu-central-1",
    endpoint: `${door.url}/api/bedrock`,
    credentials,
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 1,
    ...over,
  });

const ask = (over: Record<string, unknown> = {}, text = "What is a “dash” – ü 你好?") =>
  client(over).send(
    new ConverseCommand({ modelId: MODEL, messages: [{ role: "user", content: [{ text }] }] }),
  );

const textOf = async (answered: ReturnType<typeof ask>) =>
  (await answered).output?.message?.content?.[0]?.text;

test("an unmodified SDK is let in, whatever the model's name and the text hold", async () => {
  expect(await textOf(ask())).toBe(`support ${keyId}`);
  expect(heard[0]).toContain("What is a “dash” – ü 你好?");
});

test("so is one that calls by HTTP/2, as the SDK for JavaScript does unless it is told otherwise", async () => {
  const sdk = client({ requestHandler: undefined });
  const messages = [{ role: "user" as const, content: [{ text: "hello" }] }];
  const { output } = await sdk.send(new ConverseCommand({ modelId: MODEL, messages }));
  expect(output?.message?.content?.[0]?.text).toBe(`support ${keyId}`);
  sdk.destroy();
});

test("the console's own address may have been signed, when a proxy in front replaced the host", async () => {
  const proxied = client();
  proxied.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string> };
      request.headers.host = "127.0.0.1:4800";
      return next(args);
    },
    { step: "build", priority: "low", override: true, name: "signedHost" },
  );
  proxied.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string> };
      request.headers.host = new URL(door.url).host;
      return next(args);
    },
    { step: "deserialize", priority: "low", name: "sentHost" },
  );
  const command = new ConverseCommand({ modelId: "a", messages: [] });
  const { output } = await proxied.send(command);
  expect(output?.message?.content?.[0]?.text).toBe(`support ${keyId}`);
});

test("a wrong secret is AWS's own error, and tells nothing of the right one", async () => {
  const wrong = ask({ credentials: { ...credentials, secretAccessKey: "x".repeat(40) } });
  const error = await wrong.catch((caught) => caught);
  expect(error).toMatchObject({
    name: "InvalidSignatureException",
    $metadata: { httpStatusCode: 403 },
  });
  expect(JSON.stringify(error) + error.message).not.toContain(credentials.secretAccessKey);
});

test("a key that nobody issued is not recognised", async () => {
  await expect(
    ask({ credentials: { accessKeyId: "SYAKAAAAAAAAAAAAAAAA", secretAccessKey: "x".repeat(40) } }),
  ).rejects.toMatchObject({ name: "UnrecognizedClientException" });
});

test("a body that was changed on the way does not fit its signature", async () => {
  const changed = client();
  changed.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { body: string };
      request.body = request.body.replace("user", "uSer");
      return next(args);
    },
    { step: "deserialize", priority: "low", name: "changed" },
  );
  const command = new ConverseCommand({
    modelId: "a",
    messages: [{ role: "user", content: [{ text: "hello" }] }],
  });
  await expect(changed.send(command)).rejects.toMatchObject({ name: "InvalidSignatureException" });
  expect(heard).toEqual([]);
});

test("a clock that is off is told so in the words by which SDKs correct theirs", async () => {
  const back = setClock(() => new Date(Date.now() + 6 * 60_000));
  try {
    await expect(ask()).rejects.toThrow(/^Signature expired: \d{8}T\d{6}Z is now earlier than /);
  } finally {
    back();
  }
  const ahead = setClock(() => new Date(Date.now() - 6 * 60_000));
  try {
    await expect(ask()).rejects.toThrow(/^Signature not yet current: /);
  } finally {
    ahead();
  }
  // Off by ten minutes: the SDK learns it from the answer's Date and signs once more.
  expect(await textOf(ask({ systemClockOffset: -600_000, maxAttempts: 2 }))).toBe(
    `support ${keyId}`,
  );
});

test("a namespace must be one of the key's", async () => {
  const named = (name: string) => {
    const one = client();
    one.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { headers: Record<string, string> };
        request.headers["x-switchyard-namespace"] = name;
        return next(args);
      },
      { step: "build", name: "namespace" },
    );
    return one.send(new ConverseCommand({ modelId: "a", messages: [] }));
  };
  const { output } = await named("sales");
  expect(output?.message?.content?.[0]?.text).toBe(`sales ${keyId}`);
  await expect(named("other")).rejects.toMatchObject({ name: "AccessDeniedException" });
  await expect(named("nowhere")).rejects.toMatchObject({ name: "AccessDeniedException" });
});

test("a revoked key is refused at once here", async () => {
  await ask();
  await revokeKey({ ctx: aCtx(), input: { id: keyId } });
  await expect(ask()).rejects.toMatchObject({ name: "UnrecognizedClientException" });
});

test("a key that another process revoked is refused within two seconds, with or without Redis", async () => {
  await ask();
  const revoked = performance.now();
  // Straight in the database: as if the word never came through Redis.
  await servers.postgres.query("update prompt_keys set revoked_at = now() where id = $1", [keyId]);
  await waitFor("the key to be refused", () =>
    ask().then(
      () => false,
      (error) => error.name === "UnrecognizedClientException",
    ),
  );
  expect(performance.now() - revoked).toBeLessThan(2_500);
});

test("keys go on working while the database is away", async () => {
  // A rate that no loop reaches: a quick machine must not be throttled.
  const issued = await issue(1_000_000);
  credentials = issued;
  keyId = issued.id;
  await ask();
  servers.postgres.freeze();
  const begun = performance.now();
  let calls = 0;
  try {
    // Longer than anything is trusted without asking, and than a query may take.
    while (performance.now() - begun < 6_000) {
      expect(await textOf(ask())).toBe(`support ${keyId}`);
      calls += 1;
    }
  } finally {
    servers.postgres.thaw();
  }
  // One request may have waited for the database; the others did not.
  expect(calls).toBeGreaterThan(20);
});

test("a rate is kept, told as a throttle, and is the key's own", async () => {
  credentials = await issue(3);
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => ask()));
  const refused = results.filter((result) => result.status === "rejected");
  expect(refused).toHaveLength(2);
  expect(refused[0]?.reason).toMatchObject({
    name: "ThrottlingException",
    $response: { statusCode: 429, headers: { "retry-after": expect.stringMatching(/^\d+$/) } },
  });
  credentials = await issue(3);
  await ask();
});

test("requests that come at once take one of the rate each, not a share each", async () => {
  const { id } = await issue(1_000);
  const taken = await Promise.allSettled(Array.from({ length: 500 }, () => takeRequest(id, 1_000)));
  expect(taken.filter(({ status }) => status === "rejected")).toEqual([]);
});

test("a rate is kept while Redis is away, by each process for itself", async () => {
  credentials = await issue(3);
  await servers.redis.stop();
  try {
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => ask()));
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused.map(({ reason }) => reason.name)).toEqual(Array(2).fill("ThrottlingException"));
  } finally {
    await servers.redis.start();
    await waitFor("Redis to be found again", redisAnswers);
  }
});

test("a bearer key opens the same door for SDKs that send one", async () => {
  const issued = await issueKey({
    ctx: aCtx(),
    input: { name: "b", kind: "bearer", namespaces: ["sales"], ratePerMinute: 100 },
  });
  if (issued.kind !== "bearer") throw new Error("not a bearer key");
  const token = { token: issued.token };
  const over = { credentials: undefined, token, authSchemePreference: ["httpBearerAuth"] };
  expect(await textOf(ask(over))).toBe(`sales ${issued.id}`);
});

test("nobody gets in without a key, or with half of one", async () => {
  const post = (headers: Record<string, string>) =>
    fetch(`${door.url}/api/bedrock/model/a/converse`, { method: "POST", body: "{}", headers });
  const types = [
    await post({}),
    await post({ authorization: "AWS4-HMAC-SHA256 Credential=x" }),
    await post({ authorization: "Basic eDp5" }),
    await post({ authorization: "Bearer sy_wrong" }),
  ].map((response) => response.headers.get("x-amzn-errortype"));
  expect(types).toEqual([
    "MissingAuthenticationTokenException",
    "IncompleteSignatureException",
    "IncompleteSignatureException",
    "UnrecognizedClientException",
  ]);
});

test("boto3 is let in too", async () => {
  const told = await runPython(
    `
import boto3, botocore.config, botocore.exceptions, json, os
client = boto3.client("bedrock-runtime", config=botocore.config.Config(retries={"total_max_attempts": 1}))
message = [{"role": "user", "content": [{"text": "Grüße, 你好"}]}]
said = client.converse(modelId=os.environ["MODEL"], messages=message)
wrong = boto3.client("bedrock-runtime", aws_secret_access_key="x" * 40, aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"])
try:
  wrong.converse(modelId="a", messages=message); code = None
except botocore.exceptions.ClientError as error:
  code = error.response["Error"]["Code"]
print(json.dumps([said["output"]["message"]["content"][0]["text"], code]))
`,
    {
      MODEL,
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `${door.url}/api/bedrock`,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
  );
  expect(JSON.parse(told)).toEqual([`support ${keyId}`, "InvalidSignatureException"]);
});
