import type { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { pairsKey, recentKey } from "@/server/prompt-cache/counters/keys";
import { createRecorder } from "@/server/prompt-cache/counters/recorder";
import { sealingOf } from "@/server/prompt-cache/traces/sealing";
import { aHit, aTrace } from "../../fixtures/a-trace";
import { connect, countsOf, field, ready } from "../../fixtures/counted";
import { startRedis, type TestRedis } from "../../fixtures/start-redis";

let server: TestRedis;
let client: Redis;

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

describe("what is stored of prompts", () => {
  const secret = "My card is 4111 1111 1111 1111";
  const texts = async () =>
    JSON.stringify(await client.xrange(recentKey("support"), "-", "+")) +
    JSON.stringify(await client.xrange(pairsKey("support"), "-", "+"));
  const candidate = {
    entryId: "entry-0000000001",
    pairId: "0123456789abcdef0123456789abcdef",
    prompt: `stored: ${secret}`,
    score: 0.91,
    verdict: "guard" as const,
    why: "The numbers differ.",
  };

  test.each(["personal_data", "asked", "namespace_off"] as const)(
    "nothing of what was said when the reason is %s",
    async (reason) => {
      const recorder = recorderAt(Date.now);
      recorder.record(
        aTrace({
          cache: "bypass",
          reason,
          prompt: secret,
          normalised: secret,
          parts: [{ part: "system", digest: "00", text: secret }],
          candidates: [candidate],
          compression: { before: 9, after: 8, removed: [secret], sent: secret },
          problem: `The model says: ${secret}`,
        }),
      );
      await recorder.flush();
      expect(await client.xlen(recentKey("support"))).toBe(1);
      expect(await texts()).not.toContain("4111");
    },
  );

  test("nothing readable when it is encrypted at rest", async () => {
    const recorder = recorderAt(Date.now, { sealing: sealingOf(Buffer.alloc(32, 7)) });
    recorder.record(
      aTrace({ prompt: secret, normalised: secret, reason: "guard", candidates: [candidate] }),
    );
    await recorder.flush();
    expect(await client.xlen(pairsKey("support"))).toBe(1);
    expect(await texts()).not.toMatch(/4111|numbers differ|learning/);
  });

  test("long prompts are cut, and never in the middle of a character", async () => {
    const recorder = recorderAt(Date.now);
    recorder.record(aTrace({ prompt: `${"x".repeat(3_999)}😀${"y".repeat(1_000_000)}` }));
    await recorder.flush();
    const [entry] = await client.xrange(recentKey("support"), "-", "+");
    const { prompt } = JSON.parse(entry?.[1][3] ?? "");
    expect(prompt).toBe("x".repeat(3_999));
  });

  test("at most fifty traces of a second are kept, and how many is counted", async () => {
    const recorder = recorderAt(Date.now);
    for (let at = 0; at < 2_000; at += 1) recorder.record(aHit());
    await recorder.flush();
    expect(await client.xlen(recentKey("support"))).toBe(50);
    const sums = await countsOf(client, "h");
    expect([sums[field("-|req")], sums[field("-|traced")]]).toEqual([2_000n, 50n]);
    expect(await client.ttl(recentKey("support"))).toBeGreaterThan(600_000);
  });

  test("hostile names of models stay one field, and what cannot be text is no obstacle", async () => {
    const recorder = recorderAt(Date.now);
    const models = ["a|-|req", "%7C|", "\n\r\0", "x".repeat(5_000), "\ud800"];
    for (const model of models) recorder.record(aTrace({ model }));
    expect(await recorder.flush()).toBe(true);
    const fields = Object.keys(await countsOf(client, "d")).filter((name) =>
      name.endsWith("|-|req"),
    );
    expect(fields).toHaveLength(models.length);
    for (const name of fields) expect(name.split("|")).toHaveLength(3);
  });
});
