import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NamespaceSettings } from "@/lib/prompt-cache/namespace";
import { NAMESPACES_KEY } from "@/server/prompt-cache/namespaces/published-key";
import { type RunningFunction, runFunction } from "../../../fixtures/run-function";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab";
import { startRedis, type TestRedis } from "../../../fixtures/start-redis";

const folder = mkdtempSync(join(tmpdir(), "switchyard-function-"));
const bundle = join(folder, "index.mjs");
let lab: LabUnderTest;
let redis: TestRedis;
let client: Redis;
const functions: RunningFunction[] = [];

beforeAll(async () => {
  const building = promisify(execFile)(process.execPath, [
    "scripts/build-lambda.ts",
    "prompt-cache",
    folder,
  ]);
  lab = await startLab({ env: { ...process.env, LAB_PACE: "fast" } });
  redis = await startRedis();
  client = new Redis(redis.url, { maxRetriesPerRequest: null });
  const settings = NamespaceSettings.parse({ foldCase: true, semantic: { threshold: 0.85 } });
  await client.hset(NAMESPACES_KEY, "support", JSON.stringify({ generation: 7, settings }));
  await building;
});
afterAll(async () => {
  for (const one of functions) await one.stop();
  client?.disconnect();
  await redis?.close();
  await lab?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function start(over: Record<string, string> = {}): RunningFunction {
  const one = runFunction(bundle, {
    REDIS_URL: redis.url,
    AWS_ENDPOINT_URL: lab.endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "lab",
    AWS_SECRET_ACCESS_KEY: "lab",
    SWITCHYARD_PROMPT_NAMESPACE: "support",
    SWITCHYARD_PROMPT_MODEL: "lab.text-v1",
    SWITCHYARD_EMBED_MODEL: "lab.embed-v1",
    ...over,
  });
  functions.push(one);
  return one;
}

test("the article's function: a miss, a hash hit, a semantic hit, in the console's own namespace", async () => {
  const one = start();
  const miss = await one.invoke({ prompt: "What is machine learning?" });
  expect(miss).toEqual({ response: expect.any(String), cache: "miss" });
  expect(await one.invoke({ prompt: "  What is MACHINE learning? " })).toEqual({
    response: miss.response,
    cache: "hash_hit",
  });
  // Another instance, which starts cold.
  const near = await start().invoke({ prompt: "How would you define machine learning?" });
  expect(near).toEqual({
    response: miss.response,
    cache: "semantic_hit",
    score: expect.any(Number),
  });
  const tag = Buffer.from("support").toString("hex");
  expect(await client.zcard(`pc:{${tag}}:ids:7`)).toBe(1);
});

test("what was counted is in Redis when the invocation ends", async () => {
  const one = start({ SWITCHYARD_PROMPT_NAMESPACE: "counted" });
  await one.invoke({ prompt: "What is a queue?" });
  const tag = Buffer.from("counted").toString("hex");
  const minutes = await client.keys(`pc:{${tag}}:c:m:*`);
  const counted = await client.hgetall(minutes[0] ?? "");
  const requests = Object.entries(counted).filter(([field]) => field.endsWith("|-|req"));
  expect(requests.map(([, value]) => value)).toContain("1");
  expect(await client.xlen(`pc:{${tag}}:recent`)).toBe(1);
});

test("API Gateway and function URLs get a status and a body", async () => {
  const one = start();
  const viaHttp = (body: string, isBase64Encoded = false) =>
    one.invoke({
      version: "2.0",
      requestContext: { http: { method: "POST" } },
      body,
      isBase64Encoded,
    });
  const prompt = JSON.stringify({ prompt: "What is a load balancer?" });
  const first = await viaHttp(prompt);
  expect(first).toMatchObject({
    statusCode: 200,
    headers: { "content-type": "application/json" },
  });
  expect(JSON.parse(String(first.body))).toMatchObject({ cache: "miss" });
  const again = await viaHttp(Buffer.from(prompt).toString("base64"), true);
  expect(JSON.parse(String(again.body))).toMatchObject({ cache: "hash_hit" });
  expect(await viaHttp("{oops")).toMatchObject({
    statusCode: 400,
    body: '{"error":"The body is not JSON; send {\\"prompt\\": \\"…\\"}."}',
  });
  const wrong = await viaHttp(JSON.stringify({ prompt: "a", model: "no.such-model" }));
  expect(wrong).toMatchObject({ statusCode: 400, body: expect.stringContaining("error") });
});

test("a direct call throws what is wrong in one sentence", async () => {
  const one = start();
  expect(await one.invoke({ prompt: " " })).toEqual({
    thrown: { name: "BadEvent", message: "prompt is not valid: must not be empty." },
  });
  expect(await one.invoke({})).toEqual({
    thrown: { name: "BadEvent", message: "prompt is not valid: must be a text." },
  });
  expect(await one.invoke({ prompt: "a", model: "no.such-model" })).toMatchObject({
    thrown: { name: "DoorError" },
  });
});

test("without Redis the model answers, and the function goes on", async () => {
  const one = start({ REDIS_URL: "redis://127.0.0.1:1" });
  expect(await one.invoke({ prompt: "What is DNS?" })).toMatchObject({ cache: "bypass" });
});

test("a bad setting is told by its name, without its value", async () => {
  const one = start({ SWITCHYARD_PROMPT_CACHE_KEY: "hunter2" });
  await expect(one.invoke({ prompt: "a" })).rejects.toThrow(
    "SWITCHYARD_PROMPT_CACHE_KEY must be 32 random bytes in base64.",
  );
  expect(one.said()).not.toContain("hunter2");
});

test("metrics for CloudWatch are written per invocation where they are asked for", async () => {
  const one = start({ SWITCHYARD_PROMPT_EMF: "on" });
  await one.invoke({ prompt: "What is a cache?" });
  const line =
    one
      .said()
      .split("\n")
      .find((text) => text.includes("_aws")) ?? "{}";
  expect(JSON.parse(line)).toMatchObject({ Namespace: "support", Requests: 1 });
});
