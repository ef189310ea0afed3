import { afterAll, beforeAll, expect, it } from "vitest";
import { nobody } from "@/server/aws/call-aws";
import { release } from "@/server/platform/held";
import { redis } from "@/server/redis";
import { appendLog, logHere, recallLog } from "@/server/releases/log-cache";
import { readLogPage } from "@/server/releases/read-build-log";
import { setConsoleEnv } from "../../fixtures/set-console-env.ts";
import { startRedis, type TestRedis } from "../../fixtures/start-redis.ts";
import { waitFor } from "../../fixtures/wait-for.ts";

let cache: TestRedis;
beforeAll(async () => {
  cache = await startRedis();
  setConsoleEnv({ REDIS_URL: cache.url });
  await waitFor("Redis", async () => (await redis().ping()) === "PONG");
});
afterAll(async () => {
  redis().disconnect();
  await cache.close();
});

const lines = (from: number, count: number) =>
  Array.from({ length: count }, (_unused, index) => ({
    at: "2026-01-01T00:00:00.000Z",
    text: `line ${from + index}`,
  }));
/** As if another process asked: it has Redis, but not this one's memory. */
const inAnotherProcess = async <T>(work: () => Promise<T>): Promise<T> => {
  release("releases.logs");
  return work();
};

it("what one process read, every process serves, by line and without AWS", async () => {
  await appendLog("b:1", { lines: lines(1, 4_500), token: "t1", complete: false });
  await appendLog("b:1", { lines: lines(4_501, 10), token: "t2", complete: true });
  const there = await inAnotherProcess(() => recallLog("b:1"));
  expect(there).toMatchObject({ token: "t2", complete: true });
  expect(there?.lines).toHaveLength(4_510);

  // No AWS endpoint is set here: a call would fail.
  const first = await readLogPage(nobody, "b:1", 1);
  expect(first.lines).toHaveLength(2_000);
  expect(first.complete).toBe(false);
  const last = await readLogPage(nobody, "b:1", 4_001);
  expect(last.lines.map((line) => line.number)).toEqual(
    Array.from({ length: 510 }, (_unused, index) => 4_001 + index),
  );
  expect(last.lines.at(-1)?.text).toBe("line 4510");
  expect(last.complete).toBe(true);
  expect((await readLogPage(nobody, "b:1", 9_999)).lines).toEqual([]);
});

it("two that read on at the same time write nothing twice", async () => {
  await appendLog("b:2", { lines: lines(1, 3), token: "t1", complete: false });
  const before = logHere("b:2");
  await appendLog("b:2", { lines: lines(4, 2), token: "t2", complete: false });
  await inAnotherProcess(async () => {
    // The other one had the first three only, and read the same two lines.
    await appendLog("b:2", { lines: before?.lines ?? [], token: "t1", complete: false });
    await appendLog("b:2", { lines: lines(4, 2), token: "t2", complete: false });
  });
  const shared = await inAnotherProcess(() => recallLog("b:2"));
  expect(shared?.lines.map((line) => line.text)).toEqual(lines(1, 5).map((line) => line.text));
});

it("without Redis a process serves what it read itself", async () => {
  await cache.stop();
  await appendLog("b:3", { lines: lines(1, 3), complete: true });
  expect((await readLogPage(nobody, "b:3", 1)).lines).toHaveLength(3);
  await cache.start();
});
