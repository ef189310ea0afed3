import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { exactEntryKey } from "@/server/prompt-cache/engine/redis-keys";
import {
  type AnEngine,
  aNamespace,
  anEngine,
  aRequest,
  hear,
} from "../../fixtures/prompt-engine/an-engine";
import { startWireBedrock, type WireBedrock } from "../../fixtures/prompt-engine/wire-bedrock";
import { startRedis, type TestRedis } from "../../fixtures/start-redis";
import { waitFor } from "../../fixtures/wait-for";

let redis: TestRedis;
let wire: WireBedrock;
let engine: AnEngine;
const open: AnEngine[] = [];

const another = (...given: Parameters<typeof anEngine> extends [unknown, infer P] ? [P?] : []) => {
  const made = anEngine({ redis: redis.url, bedrock: wire.url }, given[0]);
  open.push(made);
  return made;
};

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis?.close());
beforeEach(async () => {
  wire = await startWireBedrock();
  engine = another();
  await engine.redis.flushall();
});
afterEach(async () => {
  for (const made of open.splice(0)) await made.close();
  await wire.close();
});

const exactKeys = () => engine.redis.keys("pc:*:x:*");
const answers = (body: Buffer): string => JSON.parse(body.toString()).message;

describe("the model's own words", () => {
  test.each([
    ["a refusal", 400, "ValidationException", '{ "message":"The model said no. ☂" }'],
    [
      "a throttle",
      429,
      "ThrottlingException:http://internal.amazon.com/x",
      '{"message":"Too many"}',
    ],
    ["a fault", 500, "InternalServerException", '{"message":"Oops",  "x":1}'],
    ["a page that is not JSON", 502, "", "<html>Bad gateway</html>"],
  ])("%s passes byte for byte and is not kept", async (_, status, type, body) => {
    const headers = { "x-amzn-errortype": type, "content-type": "application/json" };
    for (const operation of ["Converse", "ConverseStream", "InvokeModel"] as const) {
      // Throttles and faults are tried three times.
      wire.mishap({ status, headers, body, times: status === 400 ? 1 : 3 });
      const told = await engine.ask("Say no", { operation });
      expect(told).toMatchObject({ status, cache: "miss", headers });
      expect(told.headers["x-amzn-requestid"]).toBe("req-of-a-mishap");
      expect(told.bytes.toString()).toBe(body);
      expect(told.trace).toMatchObject({ status, money: { spent: 0, saved: 0 } });
      expect(await exactKeys()).toEqual([]);
    }
    expect((await engine.ask("Say no")).status).toBe(200);
  });

  test("a throttle that passes is not seen, and a long Retry-After ends the repeats", async () => {
    wire.mishap({ status: 429, body: "{}", times: 2 });
    expect((await engine.ask("Once more")).status).toBe(200);
    expect(wire.calls).toHaveLength(3);

    wire.mishap({ status: 429, headers: { "retry-after": "60" }, body: "{}", times: 2 });
    const told = await engine.ask("And once more");
    expect(told).toMatchObject({ status: 429, headers: { "retry-after": "60" } });
    expect(wire.calls).toHaveLength(4);
  });

  test("an exception within a stream passes and is not kept", async () => {
    wire.mishap({ exception: "It broke." });
    const told = await engine.ask("Go on", { operation: "ConverseStream" });
    expect(told.bytes.toString()).toContain("modelStreamErrorException");
    expect(await exactKeys()).toEqual([]);
    expect((await engine.ask("Go on", { operation: "ConverseStream" })).cache).toBe("miss");
  });

  test.each(["Converse", "ConverseStream"] as const)(
    "an empty prompt (%s) is the model's to refuse, and never embedded",
    async (operation) => {
      wire.mishap({ status: 400, body: '{"message":"text is empty"}' });
      const told = await engine.ask(" \n ", { operation });
      expect(told).toMatchObject({ status: 400, cache: "bypass", trace: { reason: "no_prompt" } });
      expect(wire.embeddings).toHaveLength(0);
    },
  );

  test("bytes that are no request go to the model as they are", async () => {
    const body = Buffer.from([0, 255, 254, 13, 10, 128]);
    wire.mishap({ status: 400, body: '{"message":"not JSON"}' });
    const told = await engine.ask("", { body });
    expect(told).toMatchObject({ status: 400, cache: "bypass", trace: { reason: "no_prompt" } });
    expect(wire.calls[0]?.body.equals(body)).toBe(true);
  });

  test("a prompt of 1 MB is passed on whole, or kept where the namespace takes it", async () => {
    const prompt = "ありがとう ".repeat(60_000);
    wire.answerTo = () => "Much.";
    const passed = await engine.ask(prompt);
    expect(passed).toMatchObject({ status: 200, cache: "bypass", trace: { reason: "too_large" } });
    const namespace = aNamespace("large", { limits: { promptBytes: 4_194_304 } });
    expect((await engine.ask(prompt, { namespace })).cache).toBe("miss");
    expect((await engine.ask(prompt, { namespace })).cache).toBe("hash_hit");
  });

  test("a larger answer than the namespace keeps is passed on and not kept", async () => {
    const namespace = aNamespace("small", { limits: { answerBytes: 50 } });
    const told = await engine.ask("Tell me all", { namespace });
    expect(told.trace).toMatchObject({ cache: "miss", problem: expect.stringContaining("larger") });
    expect(await exactKeys()).toEqual([]);
  });
});

describe("Bedrock away", () => {
  test("what is kept is still served; the rest is one clear 503, soon without asking", async () => {
    await engine.ask("Known");
    await wire.close();
    const first = await engine.ask("Unknown 0");
    expect(first.status).toBe(503);
    expect(first.headers["x-amzn-errortype"]).toBe("ServiceUnavailableException");
    expect(answers(first.bytes)).toBe("Bedrock cannot be reached; try again in a moment.");
    for (let n = 1; n < 5; n++) await engine.ask(`Unknown ${n}`);
    expect(answers((await engine.ask("Unknown 5")).bytes)).toContain("several times in a row");
    expect((await engine.ask("Known")).cache).toBe("hash_hit");
    expect(await exactKeys()).toHaveLength(1);
  });

  test("an open circuit says the model's last word, and closes when the model is back", async () => {
    const patient = another({
      bedrockLimits: { limits: { openMs: 60, failures: 2, attempts: 1 } },
    });
    wire.mishap({ status: 503, body: '{"message":"resting"}', times: 2 });
    for (const prompt of ["a", "b", "c"])
      expect(answers((await patient.ask(prompt)).bytes)).toBe("resting");
    expect(wire.calls).toHaveLength(2);
    await waitFor("the circuit to close", async () => (await patient.ask("d")).status === 200);
  });

  test("a model that falls silent is given up, in its head and in its stream", async () => {
    const impatient = another({
      bedrockLimits: { limits: { answerTimeoutMs: 80, idleTimeoutMs: 80, attempts: 1 } },
    });
    wire.mishap({ until: new Promise(() => {}) });
    const told = await impatient.ask("Are you there?");
    expect(told.status).toBe(503);
    expect(answers(told.bytes)).toContain("did not answer in time");

    wire.mishap({ stallAfter: 3 });
    const stream = impatient.ask("And now?", { operation: "ConverseStream" });
    await expect(stream).rejects.toThrow("fell silent");
    await waitFor("the trace", () => impatient.traces.at(-1)?.problem?.includes("fell silent"));
    expect(await exactKeys()).toEqual([]);
  });

  test("a stream that is cut breaks off for the client too and is not kept", async () => {
    wire.pace = 5;
    wire.mishap({ cutAfter: 4 });
    await expect(engine.ask("Go on", { operation: "ConverseStream" })).rejects.toThrow();
    expect(await exactKeys()).toEqual([]);
  });

  test("a connection that breaks before an answer is tried again", async () => {
    wire.mishap({ cutAfter: 0, times: 2 });
    expect((await engine.ask("Try")).status).toBe(200);
    expect(wire.calls).toHaveLength(3);
  });

  test("without its embedder a prompt is still answered and kept for equal ones", async () => {
    wire.mishap({ status: 500, body: "{}", embedding: true, times: 3 });
    const asked = await engine.ask("What is a vector?");
    expect(asked).toMatchObject({ status: 200, trace: { reason: "embedding_failed" } });
    expect((await engine.ask("What is a vector?")).cache).toBe("hash_hit");
  });
});

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

describe("callers who leave", () => {
  test("a stream that its reader leaves is finished and kept whole", async () => {
    wire.pace = 4;
    const answer = await engine.cache.answer(aRequest("Tell me", { operation: "ConverseStream" }));
    for await (const _ of answer.body) break;
    const trace = await answer.done;
    expect(trace.entryId).toBeDefined();
    const again = await engine.ask("Tell me");
    expect(again.cache).toBe("hash_hit");
    expect(again.bytes.toString()).toContain(wire.answerTo("Tell me"));
    expect(wire.leavings).toBe(0);
  });

  test("it is given up when it takes too long, and no half of it is kept", async () => {
    const brief = another({ limits: { finishAfterCancelMs: 30 } });
    wire.mishap({ stallAfter: 3 });
    const leaving = new AbortController();
    const answer = await brief.cache.answer(
      aRequest("Tell me", { operation: "ConverseStream", signal: leaving.signal }),
    );
    const reader = answer.body[Symbol.asyncIterator]();
    await reader.next();
    leaving.abort();
    await reader.return?.();
    expect((await answer.done).problem).toContain("went away");
    await waitFor("the connection to end", () => wire.leavings === 1);
    expect(await exactKeys()).toEqual([]);
  });

  test("who leaves before there is an answer hears their own reason, and others still get it", async () => {
    const { promise: until, resolve: go } = Promise.withResolvers<void>();
    wire.mishap({ until });
    const leaving = new AbortController();
    const first = engine.cache.answer(aRequest("Wait", { signal: leaving.signal }));
    first.catch(() => {});
    await waitFor("the call", () => wire.calls.length === 1);
    const second = engine.ask("Wait");
    leaving.abort(new Error("gone home"));
    await expect(first).rejects.toThrow("gone home");
    go();
    expect(await second).toMatchObject({ cache: "hash_hit", trace: { shared: true } });
    expect(wire.calls).toHaveLength(1);
  });

  test("past the cache a call ends with its caller", async () => {
    wire.mishap({ stallAfter: 2 });
    const answer = await engine.cache.answer(
      aRequest("Secret", { operation: "ConverseStream", bypass: true }),
    );
    for await (const _ of answer.body) break;
    await answer.done;
    await waitFor("the connection to end", () => wire.leavings === 1);
  });

  test("a body that comes slowly is handed on as it comes", async () => {
    wire.pace = 40;
    const answer = await engine.cache.answer(
      aRequest("One two three", { operation: "ConverseStream" }),
    );
    const times: number[] = [];
    for await (const _ of answer.body) times.push(performance.now());
    expect(times.length).toBeGreaterThan(5);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(100);
  });
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
