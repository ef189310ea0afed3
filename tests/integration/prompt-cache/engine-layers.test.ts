import { expect, test } from "vitest";
import { frameDecoder } from "@/server/aws/bedrock-runtime/event-stream";
import { evictEntries } from "@/server/prompt-cache/engine/evict-entries";
import { redisCommands } from "@/server/redis/commands";
import { aNamespace, anEngine, aRequest } from "../../fixtures/prompt-engine/an-engine";
import { engine, redis, wire } from "../../fixtures/prompt-engine/each-engine";

const textOf = (bytes: Buffer): string =>
  JSON.parse(bytes.toString()).output.message.content[0].text;
const eventsOf = (bytes: Buffer) =>
  frameDecoder()
    .feed(bytes)
    .map(({ type, body }) => ({ type, payload: JSON.parse(Buffer.from(body).toString()) }));

test("an equal prompt costs one call, whatever its white space", async () => {
  const first = await engine.ask("What is machine learning?");
  const second = await engine.ask("  What is   machine learning?\n");

  expect(first.cache).toBe("miss");
  expect(first.trace.reason).toBe("nothing_stored");
  expect(second.cache).toBe("hash_hit");
  expect(second.bytes.equals(first.bytes)).toBe(true);
  expect(second.headers["content-type"]).toBe("application/json");
  expect(wire.calls).toHaveLength(1);
});

test("the request goes out byte for byte, signed, with Bedrock's own headers", async () => {
  const body = '{ "messages":[{"content":[{"text":"Hëllo\\u0021"}],"role":"user"}],"later":1.0 }';
  await engine.ask("", { body, headers: { "x-amzn-bedrock-trace": "ENABLED" } });

  expect(wire.calls[0]?.body.toString()).toBe(body);
  expect(wire.calls[0]?.headers["x-amzn-bedrock-trace"]).toBe("ENABLED");
  expect(wire.calls[0]?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 .*\/bedrock\/aws4_request/,
  );
});

test("case is the same only where the namespace folds it", async () => {
  const folding = aNamespace("folding", { foldCase: true });
  await engine.ask("What is ML?", { namespace: folding });
  expect((await engine.ask("WHAT IS ml?", { namespace: folding })).cache).toBe("hash_hit");

  const exact = aNamespace("exact", { semantic: { enabled: false } });
  await engine.ask("What is ML?", { namespace: exact });
  expect((await engine.ask("WHAT IS ml?", { namespace: exact })).cache).toBe("miss");
});

test("a similar prompt is served with its score, and from the exact layer next time", async () => {
  const stored = await engine.ask("how do I reset my password on the portal");
  const similar = await engine.ask("how do I reset my password on the portal please");
  const again = await engine.ask("how do I reset my password on the portal please");

  expect(similar.cache).toBe("semantic_hit");
  expect(similar.score).toBeGreaterThan(0.9);
  expect(similar.bytes.equals(stored.bytes)).toBe(true);
  expect(similar.trace.candidates[0]).toMatchObject({ verdict: "served", score: similar.score });
  expect(again.cache).toBe("hash_hit");
  expect(wire.calls).toHaveLength(1);
});

test("a promoted answer lives as long as its source and dies with it", async () => {
  const namespace = aNamespace();
  const stored = await engine.ask("how do I reset my password on the portal");
  await engine.ask("how do I reset my password on the portal please", { waitForWrite: true });
  const keys = await engine.redis.keys("pc:*:x:*");
  const ends = await Promise.all(keys.map((key) => engine.redis.pexpiretime(key)));
  expect(keys).toHaveLength(2);
  expect(new Set(ends).size).toBe(1);

  const evicted = await evictEntries(redisCommands(engine.redis), namespace, [
    String(stored.trace.entryId),
  ]);
  expect(evicted).toBe(1);
  expect(await engine.redis.keys("pc:*:[xe]:*")).toEqual([]);
  expect((await engine.ask("how do I reset my password on the portal please")).cache).toBe("miss");
});

test("a streamed answer serves an unstreamed question, and the other way round", async () => {
  const streamed = await engine.ask("What is RAG?", { operation: "ConverseStream" });
  const plain = await engine.ask("What is RAG?");
  const replayed = await engine.ask("What is RAG?", { operation: "ConverseStream" });

  expect([streamed.cache, plain.cache, replayed.cache]).toEqual(["miss", "hash_hit", "hash_hit"]);
  const text = wire.answerTo("What is RAG?");
  expect(textOf(plain.bytes)).toBe(text);
  expect(JSON.parse(plain.bytes.toString())).toMatchObject({
    stopReason: "end_turn",
    metrics: { latencyMs: 7 },
    usage: { inputTokens: 3 },
  });
  const events = eventsOf(replayed.bytes);
  const live = eventsOf(streamed.bytes);
  const kinds = (all: { type: string }[]) => [...new Set(all.map(({ type }) => type))];
  expect(kinds(events)).toEqual(kinds(live));
  expect(events.map(({ payload }) => payload.delta?.text ?? "").join("")).toBe(text);
  expect(events.at(-1)?.payload.usage).toEqual(live.at(-1)?.payload.usage);
  expect(replayed.headers["content-type"]).toBe("application/vnd.amazon.eventstream");
  expect(wire.calls).toHaveLength(1);
});

test("InvokeModel and its stream are kept apart, each for equal bodies", async () => {
  const ask = (operation: "InvokeModel" | "InvokeModelWithResponseStream", prompt = "Tell me") =>
    engine.ask(prompt, { operation });
  const first = await ask("InvokeModel");
  const stream = await ask("InvokeModelWithResponseStream");
  const again = await ask("InvokeModel");
  const streamAgain = await ask("InvokeModelWithResponseStream");

  expect([first.cache, stream.cache, again.cache, streamAgain.cache]).toEqual([
    "miss",
    "miss",
    "hash_hit",
    "hash_hit",
  ]);
  expect(streamAgain.bytes.equals(stream.bytes)).toBe(true);
  expect(again.trace.tokens.saved).toBeGreaterThan(5);
  expect(streamAgain.trace.tokens.saved).toBe(again.trace.tokens.saved);
  expect((await ask("InvokeModel", "Tell me ")).cache).toBe("miss");
});

test("tools never meet a similar answer, and an equal one only", async () => {
  const tools = { tools: [{ toolSpec: { name: "weather", inputSchema: { json: {} } } }] };
  await engine.ask("how do I reset my password on the portal", { tools });
  const similar = await engine.ask("how do I reset my password on the portal please", { tools });
  const equal = await engine.ask("how do I reset my password on the portal", { tools });

  expect(similar).toMatchObject({ cache: "miss", trace: { reason: "exact_only" } });
  expect(equal.cache).toBe("hash_hit");
  expect(wire.embeddings).toHaveLength(0);
});

test("what is asked after a long text is not answered by what was asked after it before", async () => {
  const handbook = "The handbook says that leave is granted by the manager. ".repeat(60);
  await engine.ask(`${handbook}How many days of leave do I get?`);
  const other = await engine.ask(`${handbook}Who grants leave?`);
  expect(other).toMatchObject({ cache: "miss", trace: { reason: "exact_only" } });
  expect(wire.embeddings).toHaveLength(0);
});

test.each([
  ["namespace", { namespace: aNamespace("other") }],
  ["generation", { namespace: aNamespace("support", {}, 2) }],
  ["model", { model: "amazon.nova-pro-v1:0" }],
  ["system", { system: "You are a pirate." }],
  ["parameters", { temperature: 0.7 }],
  ["conversation", { before: ["Hello", "Hi there"] }],
])("another %s never shares an answer", async (part, other) => {
  await engine.ask("how do I reset my password on the portal");
  const asked = await engine.ask("how do I reset my password on the portal", other);

  expect(asked.cache).toBe("miss");
  expect(wire.calls).toHaveLength(2);
  if (part !== "namespace" && part !== "generation")
    expect(asked.trace).toMatchObject({
      reason: "key_differs",
      samePrompt: [{ differs: [part] }],
    });
});

test("a guard, a person's word and a judge keep a similar answer from being served", async () => {
  const close = [
    "how do I enable MFA for the admin account",
    "how do I disable MFA for the admin account",
  ] as const;
  const namespace = aNamespace("near", { semantic: { threshold: 0.8 } });
  const guarded = anEngine(
    { redis: redis.url, bedrock: wire.url },
    { guard: () => ({ allowed: false, guard: "opposites", why: "Enable is not disable." }) },
  );
  await guarded.ask(close[0], { namespace });
  const refused = await guarded.ask(close[1], { namespace });
  await guarded.close();
  expect(refused.trace).toMatchObject({
    cache: "miss",
    reason: "guard",
    candidates: [{ verdict: "guard", guard: "opposites", why: "Enable is not disable." }],
  });

  await engine.redis.flushall();
  const labelled = anEngine(
    { redis: redis.url, bedrock: wire.url },
    { wrongPairs: { among: async (_, ids) => new Set(ids) } },
  );
  await labelled.ask(close[0], { namespace });
  const wrong = await labelled.ask(close[1], { namespace });
  await labelled.close();
  expect(wrong.trace).toMatchObject({ reason: "guard", candidates: [{ guard: "label" }] });

  await engine.redis.flushall();
  wire.answerTo = (prompt) => (prompt.startsWith("{") ? "DIFFERENT" : "An answer.");
  const judged = aNamespace("judged", { semantic: { judgeModel: "test.judge", threshold: 0.8 } });
  wire.answerTo = (prompt) => (prompt.includes('"second"') ? "Different." : "An answer.");
  await engine.ask(close[0], { namespace: judged });
  const differs = await engine.ask(close[1], { namespace: judged });
  const why = "The judge says that they differ.";
  expect(differs.trace).toMatchObject({ reason: "judge", candidates: [{ verdict: "judge", why }] });
  expect(differs.trace.steps.map(({ step }) => step)).toContain("judge");
});

test.each([
  ["SAME", "semantic_hit", undefined],
  ["*Same*, I think.", "semantic_hit", undefined],
  [
    "The questions are the SAME.",
    "miss",
    "The judge said neither that they are the same nor that they differ.",
  ],
  ["", "miss", "The judge said neither that they are the same nor that they differ."],
])("a judge that says %j makes it a %s", async (said, cache, why) => {
  const namespace = aNamespace("judged", {
    semantic: { judgeModel: "test.judge", threshold: 0.8 },
  });
  wire.answerTo = (prompt) => (prompt.includes('"second"') ? said : "An answer.");
  await engine.ask("how do I reset my password on the portal", { namespace });
  const { trace } = await engine.ask("how do I reset my password on the portal please", {
    namespace,
  });
  expect(trace.cache).toBe(cache);
  expect(trace.candidates[0]?.why).toBe(why);
});

test("only a real miss is sent shorter, with everything else as it came", async () => {
  const short = anEngine(
    { redis: redis.url, bedrock: wire.url },
    {
      compress: (text, { count }) => {
        const shorter = text.replace(/^Could you please /, "");
        return {
          text: shorter,
          removed: ["could you please"],
          before: count(text),
          after: count(shorter),
        };
      },
    },
  );
  const verbose = "Could you please explain «größe» to me";
  const body = JSON.stringify({ messages: [{ role: "user", content: [{ text: verbose }] }], x: 1 });
  const ascii = body.replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const sent = await short.ask("", { body: ascii });
  const hit = await short.ask("", { body });
  await short.close();

  expect(wire.calls).toHaveLength(1);
  const got = wire.calls[0]?.body.toString() ?? "";
  expect(JSON.parse(got)).toEqual({
    messages: [{ role: "user", content: [{ text: "explain «größe» to me" }] }],
    x: 1,
  });
  expect(got.length).toBeLessThan(ascii.length);
  expect(sent.trace.compression).toMatchObject({ before: 7, after: 4 });
  expect(sent.trace.tokens.compressed).toBe(3);
  expect(hit.cache).toBe("hash_hit");
});

test("money and tokens say what was paid, spared and spent on looking", async () => {
  const missed = await engine.ask("what is the weather like on the moon");
  const hit = await engine.ask("what is the weather like on the moon");
  const { tokens, money } = missed.trace;
  expect(tokens).toMatchObject({ input: 8, saved: 0 });
  expect(money.spent).toBe(tokens.input * 1_000 + tokens.output * 10_000);
  expect(money.overhead).toBe(8 * 100);
  expect(hit.trace.money).toEqual({ spent: 0, saved: money.spent, overhead: 0 });
  expect(hit.trace.tokens.saved).toBe(tokens.input + tokens.output);
});

test("what expires expires together", async () => {
  await engine.ask("what is the weather like on the moon");
  const keys = await engine.redis.keys("pc:*");
  const ends = await Promise.all(keys.map((key) => engine.redis.pexpiretime(key)));
  expect(keys.map((key) => key.split(":")[2]).sort()).toEqual(["e", "ids", "log", "p", "x"]);
  expect(new Set(ends).size).toBe(1);
  expect(ends[0]).toBeGreaterThan(Date.now() + 86_000_000);
});

test("a given answer can be stored without asking the model", async () => {
  const response = Buffer.from(
    JSON.stringify({ output: { message: { role: "assistant", content: [{ text: "Yes." }] } } }),
  );
  const request = aRequest("Are you there?", { door: "warm-up" });
  expect(await engine.cache.store(request, response)).toMatchObject({ known: false });
  expect(await engine.cache.store(request, response)).toMatchObject({ known: true });
  const asked = await engine.ask("Are you there?");
  expect(asked.cache).toBe("hash_hit");
  expect(textOf(asked.bytes)).toBe("Yes.");
  await expect(engine.cache.store(request, Buffer.from("no"))).rejects.toThrow("not JSON");
});
