import { describe, expect, test } from "vitest";
import { aNamespace, aRequest } from "../../fixtures/prompt-engine/an-engine";
import { another, engine, exactKeys, wire } from "../../fixtures/prompt-engine/each-engine";
import { waitFor } from "../../fixtures/wait-for";

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
      bedrockLimits: { limits: { openMs: 1_500, failures: 2, attempts: 1 } },
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
