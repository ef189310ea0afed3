import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compress } from "@/lib/prompt-cache/compress";
import { guardPair } from "@/lib/prompt-cache/guards/guard-pair";
import { bedrock } from "@/server/aws/bedrock-runtime/bedrock";
import { makeBedrockClient } from "@/server/aws/bedrock-runtime/client";
import { titanEmbedder } from "@/server/aws/bedrock-runtime/embedder";
import { countTokens } from "@/server/prompt-cache/engine/count-tokens";
import { evictEntries } from "@/server/prompt-cache/engine/evict-entries";
import { createIndexes } from "@/server/prompt-cache/vector/create-indexes";
import { redisCommands } from "@/server/redis/commands";
import { type AnEngine, aNamespace, anEngine } from "../../fixtures/prompt-engine/an-engine";
import { type LabUnderTest, startLab } from "../../fixtures/start-lab";
import { startRedis, type TestRedis } from "../../fixtures/start-redis";
import { waitFor } from "../../fixtures/wait-for";

/** The lab's embedder is lexical; its paraphrases stand a little further apart. */
const namespace = aNamespace("article", { foldCase: true, semantic: { threshold: 0.85 } });
const model = "lab.text-v1";

let lab: LabUnderTest;
let redis: TestRedis;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  [lab, redis] = await Promise.all([startLab(), startRedis()]);
});
afterAll(async () => {
  for (const close of closing) await close();
  await lab?.stop();
  await redis?.close();
});

/** Everything as the console has it, against the lab. */
function aWholeEngine(): AnEngine {
  const connect = () => {
    const client = new Redis(redis.url, { maxRetriesPerRequest: null });
    client.on("error", () => {});
    return client;
  };
  const commands = connect();
  const indexes = createIndexes({ redis: { commands: () => commands, connect } });
  const runtime = bedrock({
    client: makeBedrockClient({
      endpoint: lab.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "lab", secretAccessKey: "lab" },
    }),
  });
  const engine = anEngine(
    { redis: redis.url, bedrock: lab.endpoint },
    {
      embedder: titanEmbedder({ send: runtime.send, modelId: "lab.embed-v1", dimensions: 1024 }),
      indexOf: indexes.indexOf,
      guard: guardPair,
      compress,
      countTokens,
    },
  );
  closing.push(async () => {
    await engine.close();
    await indexes.close();
    commands.disconnect();
  });
  return engine;
}

test("the article's observations, and the same from another process's index", async () => {
  const engine = aWholeEngine();
  const ask = (prompt: string, on = engine) => on.ask(prompt, { model, namespace });

  const first = await ask("What is machine learning?");
  expect(first).toMatchObject({ status: 200, cache: "miss" });
  expect((await ask("What is machine learning?")).cache).toBe("hash_hit");
  expect((await ask("  What is   MACHINE LEARNING? ")).cache).toBe("hash_hit");
  const paraphrase = await ask("How would you define machine learning?");
  expect(paraphrase.cache).toBe("semantic_hit");
  expect(paraphrase.score).toBeGreaterThan(0.9);

  const verbose = await ask(
    "I was wondering if you could please explain how a load balancer drains its connections?",
  );
  expect(verbose).toMatchObject({ status: 200, cache: "miss" });
  expect(verbose.trace.compression?.after).toBeLessThan(verbose.trace.compression?.before ?? 0);
  expect(verbose.trace.tokens.input).toBeGreaterThan(0);

  const other = aWholeEngine();
  expect((await ask("Explain ML to me", other)).cache).toBe("semantic_hit");
  const near = await ask("What is deep learning?", other);
  expect(near.cache).toBe("miss");

  await evictEntries(redisCommands(other.redis), namespace, [String(first.trace.entryId)]);
  await waitFor("the first engine to forget it", async () => {
    const asked = await ask("Explain machine learning to me", engine);
    return asked.cache === "miss" || asked.trace.entryId !== first.trace.entryId;
  });
});

test("a stream of the lab's is kept and replayed as the answer it was", async () => {
  const engine = aWholeEngine();
  const options = { model, namespace: aNamespace("streams") };
  const streamed = await engine.ask("Tell me about vectors", {
    ...options,
    operation: "ConverseStream",
  });
  const plain = await engine.ask("Tell me about vectors", options);
  expect([streamed.cache, plain.cache]).toEqual(["miss", "hash_hit"]);
  const { output, usage } = JSON.parse(plain.bytes.toString());
  expect(output.message.content[0].text.length).toBeGreaterThan(20);
  expect(usage.outputTokens).toBe(streamed.trace.tokens.output);
  expect(plain.trace.money.saved).toBe(streamed.trace.money.spent);
});

test("what the lab refuses passes unchanged", async () => {
  const engine = aWholeEngine();
  const told = await engine.ask("Hello", { model: "lab.nothing-v1" });
  expect(told).toMatchObject({ status: 400, cache: "miss" });
  expect(told.headers["x-amzn-errortype"]).toContain("ValidationException");
});
