import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { STEPS_COUNTED } from "@/lib/prompt-cache/bucket-size";
import { counterKey, hitsKey, recentKey, topKey } from "@/server/prompt-cache/counters/keys";
import { createRecorder, type FlushingRecorder } from "@/server/prompt-cache/counters/recorder";
import { idsKey } from "@/server/prompt-cache/engine/redis-keys";
import { freePort } from "../../../scripts/processes/free-port";
import { aHit, aTrace } from "../../fixtures/a-trace";
import { connect, countsOf, field, ready } from "../../fixtures/counted";
import { consoleEnv } from "../../fixtures/set-console-env";
import { startRedis, type TestRedis } from "../../fixtures/start-redis";
import { waitFor } from "../../fixtures/wait-for";

let server: TestRedis;
let client: Redis;
const MINUTE = 60_000;
const root = fileURLToPath(new URL("../../../", import.meta.url));

beforeAll(async () => {
  server = await startRedis();
  client = connect(server.url);
  await ready(client);
});
afterEach(() => client.flushall());
afterAll(async () => {
  client.disconnect();
  await server.close();
});

const recorderAt = (now: () => number, over: Partial<Parameters<typeof createRecorder>[0]> = {}) =>
  createRecorder({ redis: () => client, now, ...over });

describe("a flush", () => {
  test("gives minute, hour and day the same numbers, and each an end", async () => {
    let now = Date.parse("2026-11-26T23:58:30.000Z");
    const recorder = recorderAt(() => now);
    for (let minute = 0; minute < 4; minute += 1) {
      for (let at = 0; at <= minute; at += 1) recorder.record(aTrace());
      recorder.record(aHit());
      await recorder.flush();
      now += MINUTE;
    }
    const [minutes, hours, days] = await Promise.all(
      STEPS_COUNTED.map(({ letter }) => countsOf(client, letter)),
    );
    expect(minutes?.[field("-|req")]).toBe(14n);
    expect(minutes?.[field("exact|hit")]).toBe(4n);
    expect(minutes?.[field("-|spent")]).toBe(10_000n);
    expect(minutes?.[field("-|traced")]).toBe(14n);
    expect(hours).toEqual(minutes);
    expect(days).toEqual(minutes);
    // Midnight lies between: each day has its own part.
    const second = counterKey("support", STEPS_COUNTED[2], Date.parse("2026-11-27") / 1000);
    expect(await client.hget(second, field("-|req"))).toBe("9");
    for (const step of STEPS_COUNTED) {
      const [key = ""] = await client.keys(`pc:*:c:${step.letter}:*`);
      const ttl = await client.ttl(key);
      expect(ttl).toBeGreaterThan(step.keptSeconds - 60);
      expect(ttl).toBeLessThanOrEqual(step.keptSeconds);
    }
  });

  test("keeps sums beyond what a JavaScript number can hold", async () => {
    const recorder = recorderAt(() => 0);
    const money = { spent: 2 ** 51 - 1, saved: 0, overhead: 0 };
    for (let at = 0; at < 9; at += 1) recorder.record(aTrace({ money }));
    await recorder.flush();
    expect((await countsOf(client, "m"))[field("-|spent")]).toBe(9n * (2n ** 51n - 1n));
  });

  test("two processes counting into the same buckets lose and double nothing", async () => {
    const run = (requests: number) =>
      new Promise<number | null>((resolve) => {
        const child = spawn(
          process.execPath,
          [
            "--import",
            `${root}tests/fixtures/console-loader.mjs`,
            `${root}tests/integration/prompt-cache/count-process.ts`,
            `${requests}`,
          ],
          {
            env: { ...process.env, REDIS_URL: server.url },
            stdio: ["ignore", "inherit", "inherit"],
          },
        );
        child.once("exit", resolve);
      });
    expect(await Promise.all([run(9_000), run(12_000)])).toEqual([0, 0]);
    for (const { letter } of STEPS_COUNTED) {
      const sums = await countsOf(client, letter);
      expect(sums[field("-|req")]).toBe(21_000n);
      expect(sums[field("exact|hit")]).toBe(14_000n);
      expect(sums[field("-|pmiss")]).toBe(7_000n);
      expect(sums[field("-|saved")]).toBe(14_000n * 1_000n);
    }
  });

  test("a flush whose answer was lost is sent again and not counted again", async () => {
    let cut = true;
    // The script runs; the answer gets lost on the way, as with a connection that breaks.
    const losing = new Proxy(client, {
      get: (target, name) =>
        name === "eval" && cut
          ? async (...args: Parameters<Redis["eval"]>) => {
              await target.eval(...args);
              cut = false;
              throw new Error("Connection is closed.");
            }
          : Reflect.get(target, name, target),
    });
    const recorder = recorderAt(() => 0, { redis: () => losing });
    for (let at = 0; at < 7; at += 1) recorder.record(aTrace());
    expect(await recorder.flush()).toBe(false);
    for (let at = 0; at < 5; at += 1) recorder.record(aTrace());
    expect(await recorder.flush()).toBe(true);
    expect((await countsOf(client, "m"))[field("-|req")]).toBe(12n);
    expect(await client.xlen(recentKey("support"))).toBe(12);
  });
});

test("a cluster takes the same flush, because all keys of a namespace lie in one slot", async () => {
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), "switchyard-cluster-"));
  const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--dir", dir];
  const child = spawn("redis-server", [...args, "--cluster-enabled", "yes"], { stdio: "ignore" });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const cluster = connect(`redis://127.0.0.1:${port}`);
  try {
    await ready(cluster);
    await cluster.call("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
    await waitFor("the cluster", async () =>
      (await cluster.cluster("INFO")).includes("cluster_state:ok"),
    );
    await cluster.zadd(
      idsKey({ name: "support", generation: 1 }),
      Date.now() + 60_000,
      "entry-0000000001",
    );
    const recorder = createRecorder({ redis: () => cluster });
    for (const namespace of ["support", "legal", "sales"]) {
      recorder.record(aHit({ namespace }));
      recorder.record(aTrace({ namespace }));
    }
    expect(await recorder.flush()).toBe(true);
    for (const namespace of ["support", "legal", "sales"])
      expect((await countsOf(cluster, "m", namespace))[field("-|req")]).toBe(2n);
    expect(await cluster.hkeys(hitsKey("support", 1))).toEqual(["entry-0000000001"]);
  } finally {
    cluster.disconnect();
    child.kill("SIGKILL");
    await gone;
    rmSync(dir, { recursive: true, force: true });
  }
});

describe("without Redis", () => {
  let own: TestRedis;
  let away: Redis;
  let recorder: FlushingRecorder;
  let now = 0;
  beforeAll(async () => {
    own = await startRedis();
    away = connect(own.url);
    await ready(away);
    recorder = createRecorder({ redis: () => away, now: () => now });
  });
  afterAll(async () => {
    away.disconnect();
    await own.close();
  });

  test("counts add up in the process and arrive once, however often it was tried", async () => {
    recorder.record(aTrace());
    expect(await recorder.flush()).toBe(true);
    await own.stop();
    await waitFor("the break to be noticed", () => away.status !== "ready");
    for (let minute = 0; minute < 300; minute += 1) {
      now = minute * MINUTE;
      for (let at = 0; at < 10; at += 1) recorder.record(aHit());
      if (minute % 50 === 0) expect(await recorder.flush()).toBe(false);
    }
    await own.start();
    await ready(away);
    expect(await recorder.flush()).toBe(true);
    expect(await recorder.flush()).toBe(true);
    for (const { letter } of STEPS_COUNTED) {
      const sums = await countsOf(away, letter);
      expect(sums[field("-|req")]).toBe(3_000n);
      expect(sums[field("exact|hit")]).toBe(3_000n);
    }
    expect((await away.keys("pc:*:c:m:*")).length).toBe(300);
    expect(recorder.lost()).toBe(0);
  });

  test("a Redis that hangs is waited for a second, not longer, and nothing is lost", async () => {
    await away.flushall();
    own.freeze();
    recorder.record(aTrace());
    const begun = performance.now();
    expect(await recorder.flush()).toBe(false);
    expect(performance.now() - begun).toBeLessThan(3_000);
    own.thaw();
    await waitFor("the flush to arrive", () => recorder.flush());
    expect((await countsOf(away, "m"))[field("-|req")]).toBe(1n);
  });

  test("a full Redis refuses the whole of a flush, and takes the whole of it later", async () => {
    await away.flushall();
    await away.config("SET", "maxmemory", "1");
    await away.config("SET", "maxmemory-policy", "noeviction");
    for (let at = 0; at < 5; at += 1) recorder.record(aTrace());
    expect(await recorder.flush()).toBe(false);
    expect(await away.keys("pc:*:c:*")).toEqual([]);
    await away.config("SET", "maxmemory", "0");
    expect(await recorder.flush()).toBe(true);
    expect((await countsOf(away, "m"))[field("-|req")]).toBe(5n);
  });
});

describe("the recorder of a console process", () => {
  const start = () =>
    spawn(
      process.execPath,
      [
        "--import",
        `${root}tests/fixtures/console-loader.mjs`,
        `${root}tests/integration/prompt-cache/record-process.ts`,
      ],
      {
        env: { ...process.env, ...consoleEnv({ REDIS_URL: server.url }) },
        stdio: ["pipe", "pipe", "inherit"],
      },
    );
  const counted = async () => Number((await countsOf(client, "m"))[field("-|req")] ?? 0n);
  /** Tells the process to record so many, and waits until it says that it has. */
  const record = (child: ReturnType<typeof start>, requests: number) =>
    new Promise<void>((resolve) => {
      child.stdout.once("data", () => resolve());
      child.stdin.write(`${requests}\n`);
    });

  test("flushes by itself each second, and at the end what came after", async () => {
    const child = start();
    const gone = new Promise((resolve) => child.once("exit", resolve));
    await record(child, 3);
    await waitFor("the first flush", async () => (await counted()) === 3);
    await record(child, 4);
    child.kill("SIGTERM");
    expect(await gone).toBe(0);
    expect(await counted()).toBe(7);
  });

  test("loses no more than its last second when it is killed", async () => {
    const child = start();
    const gone = new Promise((resolve) => child.once("exit", resolve));
    await record(child, 5);
    await waitFor("the flush", async () => (await counted()) === 5);
    await record(child, 2);
    child.kill("SIGKILL");
    await gone;
    expect(await counted()).toBeGreaterThanOrEqual(5);
    expect(await counted()).toBeLessThanOrEqual(7);
  });
});

describe("hits of an entry", () => {
  test("are counted while the entry is there, and forgotten with it", async () => {
    const ids = idsKey({ name: "support", generation: 1 });
    const later = Date.now() + 60_000;
    await client.zadd(ids, later, "entry-0000000001", later, "entry-0000000002");
    const recorder = recorderAt(Date.now);
    for (let at = 0; at < 3; at += 1) recorder.record(aHit());
    recorder.record(aHit({ entryId: "entry-0000000002" }));
    recorder.record(aHit({ entryId: "evicted-00000001" }));
    await recorder.flush();
    recorder.record(aHit());
    await recorder.flush();
    const hits = await client.hgetall(hitsKey("support", 1));
    expect(Object.keys(hits).sort()).toEqual(["entry-0000000001", "entry-0000000002"]);
    expect(hits["entry-0000000001"]).toMatch(/^4:4000:\d{13}$/);
    expect(await client.zrevrange(topKey("support", 1), 0, -1, "WITHSCORES")).toEqual([
      "entry-0000000001",
      "4",
      "entry-0000000002",
      "1",
    ]);
    await client.zrem(ids, "entry-0000000002");
    recorder.record(aHit());
    await recorder.flush();
    expect(await client.hkeys(hitsKey("support", 1))).toEqual(["entry-0000000001"]);
  });
});
