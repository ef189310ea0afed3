import { describe, expect, test } from "vitest";
import { exactEntryKey } from "@/server/prompt-cache/engine/redis-keys";
import { aNamespace, anEngine, aRequest, hear } from "../../fixtures/prompt-engine/an-engine";
import { another, engine, exactKeys, open, wire } from "../../fixtures/prompt-engine/each-engine";
import { startRedis } from "../../fixtures/start-redis";
import { waitFor } from "../../fixtures/wait-for";

describe("Redis away", () => {
  test("requests pass through, quickly, and say why; afterwards all is as before", async () => {
    const own = await startRedis();
    const alone = anEngine({ redis: own.url, bedrock: wire.url });
    open.push(alone);
    await alone.ask("Kept");
    await own.stop();
    const asked = await alone.ask("Kept");
    expect(asked).toMatchObject({ status: 200, cache: "bypass", trace: { reason: "redis_down" } });
    await own.start();
    await waitFor("Redis to be used again", async () => (await alone.ask("Back")).cache === "miss");
    await own.close();
  });

  test("a silent Redis holds up one request, not each", async () => {
    const own = await startRedis();
    const alone = anEngine({ redis: own.url, bedrock: wire.url });
    open.push(alone);
    await alone.ask("Kept");
    own.freeze();
    expect((await alone.ask("First")).trace.reason).toBe("redis_down");
    const steps = [];
    for (let n = 0; n < 5; n++) steps.push((await alone.ask(`Next ${n}`)).trace.totalMs);
    expect(Math.max(...steps)).toBeLessThan(500);
    own.thaw();
    await waitFor("hits again", async () => (await alone.ask("Kept")).cache === "hash_hit");
    await own.close();
  });

  test("a process that stood still itself does not take that for a silent Redis", async () => {
    await engine.ask("Kept");
    const asked = engine.ask("Kept");
    // Longer than a command may take: its time is over before the answer is read.
    for (const end = performance.now() + 1_400; performance.now() < end; );
    expect((await asked).cache).toBe("hash_hit");
  });

  test("equal prompts still share one call within the process", async () => {
    const own = await startRedis();
    const alone = anEngine({ redis: own.url, bedrock: wire.url });
    open.push(alone);
    await alone.ask("Warm");
    await own.close();
    const all = await Promise.all(Array.from({ length: 50 }, () => alone.ask("All at once")));
    expect(new Set(all.map(({ cache }) => cache))).toEqual(new Set(["bypass"]));
    expect(wire.calls.filter(({ body }) => body.includes("All at once"))).toHaveLength(1);
  });

  test("a full Redis costs no answer, and the trace says so", async () => {
    await engine.ask("Kept");
    await engine.redis.config("SET", "maxmemory", "1mb");
    try {
      const asked = await engine.ask("Not kept");
      expect(asked).toMatchObject({ status: 200, cache: "miss" });
      expect(asked.trace.problem).toBe("Redis is full: the answer was not stored.");
      expect((await engine.ask("Kept")).cache).toBe("hash_hit");
    } finally {
      await engine.redis.config("SET", "maxmemory", "0");
    }
  });
});

describe("damage", () => {
  test.each([
    ["cut short", (value: Buffer) => value.subarray(0, value.length - 3)],
    ["overwritten", () => Buffer.from("not an answer")],
    ["empty", () => Buffer.alloc(0)],
    ["turned", (value: Buffer) => Buffer.from(value).reverse()],
  ])("an entry that is %s is a miss and is replaced", async (_, damage) => {
    await engine.ask("Whole");
    const [key = ""] = await exactKeys();
    const value = (await engine.redis.getBuffer(key)) ?? Buffer.alloc(0);
    await engine.redis.set(key, damage(value), "KEEPTTL");
    expect((await engine.ask("Whole")).cache).toBe("miss");
    expect((await engine.ask("Whole")).cache).toBe("hash_hit");
  });

  test("a key of another type is a miss and is replaced", async () => {
    await engine.ask("Whole");
    const [key = ""] = await exactKeys();
    await engine.redis.del(key);
    await engine.redis.hset(key, "a", "b");
    expect((await engine.ask("Whole")).cache).toBe("miss");
    expect((await engine.ask("Whole")).cache).toBe("hash_hit");
  });

  test("a neighbour that vanishes between look-up and read is a miss", async () => {
    const [stored, similar] = [
      "how do I reset my portal password",
      "how do I reset my portal password now",
    ];
    await engine.ask(stored as string);
    await engine.redis.del(...(await exactKeys()));
    const asked = await engine.ask(similar as string);
    expect(asked.trace).toMatchObject({
      reason: "vanished",
      candidates: [{ verdict: "vanished" }],
    });
    await engine.redis.flushall();
    const gone = await engine.ask("how do I reset my portal password now?");
    expect(gone.trace).toMatchObject({ cache: "miss", reason: "vanished" });
  });

  test("with a key nothing readable is in Redis, and another key is a miss", async () => {
    const secret = "What does the codename Heliotrope stand for?";
    wire.answerTo = () => "For the merger with Palisander.";
    const sealed = another({ encryptionKey: Buffer.alloc(32, 7) });
    await sealed.ask(secret);
    expect((await sealed.ask(secret)).cache).toBe("hash_hit");
    const similar = await sealed.ask("What does the codename Heliotrope stand for");
    expect(similar.cache).toBe("semantic_hit");

    const all = await dumpAll();
    expect(all).not.toMatch(/Heliotrope|Palisander/i);
    const other = another({ encryptionKey: Buffer.alloc(32, 8) });
    expect((await other.ask(secret)).cache).toBe("miss");
    const without = another();
    expect((await without.ask(secret)).cache).toBe("miss");
  });

  test("a namespace's bytes cannot be put under another's key", async () => {
    const sealed = another({ encryptionKey: Buffer.alloc(32, 7) });
    await sealed.ask("Whose?", { namespace: aNamespace("one") });
    await sealed.ask("Whose?", { namespace: aNamespace("two") });
    const keys = await exactKeys();
    const [one = "", two = ""] = ["one", "two"].map((name) =>
      keys.find((key) => key.startsWith(exactEntryKey({ name, generation: 1 }, ""))),
    );
    await engine.redis.copy(one, two, "REPLACE");
    expect((await sealed.ask("Whose?", { namespace: aNamespace("two") })).cache).toBe("miss");
  });

  async function dumpAll(): Promise<string> {
    const found: string[] = [];
    for (const key of await engine.redis.keys("*"))
      found.push(key, String((await engine.redis.dump(key)) ?? ""));
    for (const key of await engine.redis.keys("*:e:*"))
      found.push(JSON.stringify(await engine.redis.hgetall(key)));
    return found.join("\n");
  }
});

describe("personal data", () => {
  test.each([
    "Write to jane.doe@example.com about it",
    "Call me at +49 151 2345 6789 tomorrow",
    "My card is 4111 1111 1111 1111, is it valid?",
    "Employee EMP-0042 asks for leave",
  ])("%s is neither looked up nor kept", async (prompt) => {
    const namespace = aNamespace("people", { personalData: { patterns: ["EMP-\\d{4}"] } });
    for (let n = 0; n < 2; n++) {
      const asked = await hear(engine.cache.answer(aRequest(prompt, { namespace })));
      expect(asked).toMatchObject({
        cache: "bypass",
        trace: { reason: "personal_data", parts: [] },
      });
      expect(asked.trace.prompt).toMatch(/\[(e-mail|phone|card|private)\]/);
    }
    expect(await engine.redis.keys("*")).toEqual([]);
    expect(wire.embeddings).toHaveLength(0);
  });
});
