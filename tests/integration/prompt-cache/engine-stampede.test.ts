import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type AnEngine, anEngine } from "../../fixtures/prompt-engine/an-engine";
import {
  type EngineProcess,
  startEngineProcess,
} from "../../fixtures/prompt-engine/start-engine-process";
import { startWireBedrock, type WireBedrock } from "../../fixtures/prompt-engine/wire-bedrock";
import { startRedis, type TestRedis } from "../../fixtures/start-redis";
import { waitFor } from "../../fixtures/wait-for";

let redis: TestRedis;
let wire: WireBedrock;
let processes: EngineProcess[];
let engine: AnEngine;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis?.close());
beforeEach(async () => {
  wire = await startWireBedrock();
  engine = anEngine({ redis: redis.url, bedrock: wire.url });
  await engine.redis.flushall();
  processes = await Promise.all([
    startEngineProcess(redis.url, wire.url),
    startEngineProcess(redis.url, wire.url),
  ]);
});
afterEach(async () => {
  await Promise.all(processes.map((process) => process.close()));
  await engine.close();
  await wire.close();
});

const total = (results: { outcomes: Record<string, number> }[]): Record<string, number> => {
  const sum: Record<string, number> = {};
  for (const { outcomes } of results)
    for (const [outcome, count] of Object.entries(outcomes))
      sum[outcome] = (sum[outcome] ?? 0) + count;
  return sum;
};

test.each(["Converse", "ConverseStream"])(
  "a thousand equal prompts at once over two processes cost one call (%s)",
  async (operation) => {
    const { promise: until, resolve: go } = Promise.withResolvers<void>();
    wire.mishap({ until });
    const asked = processes.map((process) =>
      process.ask({ prompt: "All of us ask this", times: 500, operation }),
    );
    await waitFor("the call", () => wire.calls.length > 0);
    // Late ones meet the call under way as well.
    const late = engine.ask("All of us ask this", { operation: operation as "Converse" });
    await waitFor("the late one to look", () => engine.redis.ping());
    go();
    const results = await Promise.all(asked);

    // A process that was slow to ask finds the answer already there.
    const {
      "200 miss": asking,
      "200 hash_hit shared": sharing,
      "200 hash_hit": finding = 0,
      ...rest
    } = total(results);
    expect([asking, (sharing ?? 0) + finding, rest]).toEqual([1, 999, {}]);
    expect(sharing).toBeGreaterThan(0);
    expect((await late).cache).toBe("hash_hit");
    expect(wire.calls).toHaveLength(1);
    expect(wire.embeddings).toHaveLength(1);
    expect(Math.max(...results.map(({ bodies }) => bodies))).toBeLessThanOrEqual(2);
  },
);

test("when the process that asks dies, the one that waits asks by itself", async () => {
  const [dying, waiting] = processes as [EngineProcess, EngineProcess];
  wire.mishap({ until: new Promise(() => {}) });
  const lost = dying.ask({ prompt: "Who is there?", times: 1 });
  lost.catch(() => {});
  await waitFor("the call", () => wire.calls.length === 1);
  const answered = waiting.ask({ prompt: "Who is there?", times: 3 });
  await dying.kill();
  expect(total([await answered])).toEqual({ "200 miss": 1, "200 hash_hit shared": 2 });
  expect(wire.calls).toHaveLength(2);
});

test("an answer too large to share is asked for by each, at once and not in turns", async () => {
  const { promise: until, resolve: go } = Promise.withResolvers<void>();
  wire.answerTo = () => "much ".repeat(300_000);
  const all = Array.from({ length: 6 }, () => engine.ask("Tell me everything"));
  await waitFor("the first call", () => wire.calls.length === 1);
  wire.mishap({ until, times: 5 });
  await waitFor("the others' calls, side by side", () => wire.calls.length === 6);
  go();
  const heard = await Promise.all(all);
  expect(heard.map(({ status, cache }) => `${status} ${cache}`)).toEqual(Array(6).fill("200 miss"));
  expect(await engine.redis.keys("pc:*:x:*")).toEqual([]);
});

test("a refusal reaches all who wait, and the other process asks once for its own", async () => {
  wire.mishap({ status: 400, body: '{"message":"no"}', times: 2 });
  const results = await Promise.all(
    processes.map((process) => process.ask({ prompt: "Refuse me", times: 100 })),
  );
  const outcomes = total(results);
  expect(Object.values(outcomes).reduce((a, b) => a + b)).toBe(200);
  expect(Object.keys(outcomes).every((outcome) => outcome.startsWith("400 miss"))).toBe(true);
  expect(wire.calls.length).toBeLessThanOrEqual(4);
  expect(await engine.redis.keys("pc:*:x:*")).toEqual([]);
});
