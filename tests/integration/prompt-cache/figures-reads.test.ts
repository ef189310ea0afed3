import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { EntriesQuery } from "@/lib/prompt-cache/entry";
import { NamespaceSettings } from "@/lib/prompt-cache/namespace";
import { RequestsQuery } from "@/lib/prompt-cache/requests";
import { TuningQuery } from "@/lib/prompt-cache/tuning";
import { ctxOfSession } from "@/server/platform/ctx";
import { isAppError } from "@/server/platform/errors";
import {
  labelPairDefinition,
  saveNamespaceDefinition,
} from "@/server/prompt-cache/action-definitions";
import { promptRecorder } from "@/server/prompt-cache/counters/process-recorder";
import { consolePromptCache } from "@/server/prompt-cache/engine-of-console";
import { findNamespace } from "@/server/prompt-cache/namespaces/find-namespace";
import { readEntries } from "@/server/prompt-cache/read-entries";
import { readEntry } from "@/server/prompt-cache/read-entry";
import { readNewestRequest } from "@/server/prompt-cache/read-newest-request";
import { readRequest } from "@/server/prompt-cache/read-request";
import { readRequests } from "@/server/prompt-cache/read-requests";
import { readTuning } from "@/server/prompt-cache/read-tuning";
import { redis } from "@/server/redis";
import { aSession } from "../../fixtures/a-session";
import { aTrace } from "../../fixtures/a-trace";
import { actingAs, dataOf } from "../../fixtures/prompt-actions";
import {
  type PromptCacheServers,
  startPromptCacheServers,
} from "../../fixtures/prompt-cache-servers";
import { aRequest, type CallOptions, hear } from "../../fixtures/prompt-engine/an-engine";
import { startWireBedrock, type WireBedrock } from "../../fixtures/prompt-engine/wire-bedrock";
import { waitFor } from "../../fixtures/wait-for";
import { expectTunedByAgent } from "./told-to-agents";

let servers: PromptCacheServers;
let bedrock: WireBedrock;
let act: ReturnType<typeof actingAs>;
let namespace = "";
let count = 0;

beforeAll(async () => {
  bedrock = await startWireBedrock();
  servers = await startPromptCacheServers({
    AWS_ENDPOINT_URL: bedrock.url,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    SWITCHYARD_EMBED_MODEL: "test.embed-trigrams-v1",
    SWITCHYARD_EMBED_DIMENSIONS: "256",
  });
  act = actingAs(servers.postgres);
  redis();
  await waitFor("Redis to be connected", () => redis().status === "ready");
});
afterAll(async () => {
  await servers?.close();
  await bedrock?.close();
});
beforeEach(async () => {
  count += 1;
  namespace = `reads-${count}`;
  const settings = NamespaceSettings.parse({ semantic: { threshold: 0.95 } });
  dataOf(await act("admin", saveNamespaceDefinition, { name: namespace, settings }));
});

/** Through the whole pipeline: the real engine, Redis, and a model on the wire. */
async function ask(prompt: string, options: CallOptions & { bypass?: boolean } = {}) {
  const request = aRequest(prompt, {
    ...options,
    namespace: await findNamespace(namespace),
    waitForWrite: true,
  });
  const heard = await hear(consolePromptCache().answer(request));
  await promptRecorder().flush();
  return heard;
}
const entries = (over: Partial<EntriesQuery> = {}) =>
  readEntries({ input: EntriesQuery.parse({ namespace, ...over }) });
const requests = (over: Partial<RequestsQuery> = {}) =>
  readRequests({ input: RequestsQuery.parse({ namespace, ...over }) });
const tuning = (over: Partial<TuningQuery> = {}) =>
  readTuning({ input: TuningQuery.parse({ namespace, ...over }) });
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => "answered",
    (error) => (isAppError(error) ? error.code : String(error)),
  );

test("a namespace that nobody asked yet is empty everywhere", async () => {
  expect(await entries()).toEqual({ entries: [], total: 0 });
  expect(await entries({ search: "x" })).toEqual({ entries: [], total: 0 });
  expect(await entries({ search: "x", by: "meaning" })).toEqual({ entries: [], total: 0 });
  expect(await requests()).toEqual({ requests: [], unreadable: 0, lastHour: { kept: 0, of: 0 } });
  const view = await tuning({ whatIf: 0.85 });
  expect(view).toMatchObject({ recorded: 0, changes: [], fillers: [], threshold: 0.95 });
  expect(view.suggested).toBeUndefined();
});

describe("entries", () => {
  test("tell what was asked and answered, with hits and what they saved", async () => {
    await ask("How do I reset my router?");
    await ask("How do I reset my router?");
    await ask("How do I reset my router?");
    await ask("Which ports does the firewall open?", { operation: "InvokeModel" });
    const { entries: rows, total } = await entries({ sort: "hits" });
    expect(total).toBe(2);
    expect(rows.map(({ prompt, hits }) => [prompt, hits])).toEqual([
      ["How do I reset my router?", 2],
      ["Which ports does the firewall open?", 0],
    ]);
    const [hit, other] = rows;
    expect(hit?.answer).toBe("What I know of «How do I reset my router?» is this. ☂");
    expect(other?.answer).toContain("«Which ports does the firewall open?»");
    expect(hit?.saved).toBeGreaterThan(0);
    expect(hit?.lastHitAt).toBeDefined();
    expect(Date.parse(hit?.expiresAt ?? "")).toBeGreaterThan(Date.now());
    expect((await entries({ model: "another" })).entries).toEqual([]);
  });

  test("a stored stream is read as the text of its pieces", async () => {
    await ask("Tell me about rain.", { operation: "InvokeModelWithResponseStream" });
    expect((await entries()).entries[0]?.answer).toBe(
      "What I know of «Tell me about rain.» is this. ☂",
    );
  });

  test("are paged without losing or repeating one, in every order", async () => {
    for (let at = 0; at < 13; at += 1) await ask(`Question number ${at * 7} of many?`);
    for (const at of [3, 3, 5]) await ask(`Question number ${at * 7} of many?`);
    for (const sort of ["newest", "hits", "expiring"] as const) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await entries({ sort, limit: 4, ...(cursor && { cursor }) });
        seen.push(...page.entries.map(({ prompt }) => prompt));
        cursor = page.next;
      } while (cursor);
      expect(seen).toHaveLength(13);
      expect(new Set(seen).size).toBe(13);
      if (sort === "newest") expect(seen[0]).toBe("Question number 84 of many?");
      if (sort === "expiring") expect(seen[0]).toBe("Question number 0 of many?");
      if (sort === "hits")
        expect(seen.slice(0, 2)).toEqual([
          "Question number 21 of many?",
          "Question number 35 of many?",
        ]);
    }
  });

  test("of all namespaces come in one order", async () => {
    const first = namespace;
    await ask("From the first, early?");
    namespace = `${first}-b`;
    const settings = NamespaceSettings.parse({});
    dataOf(await act("admin", saveNamespaceDefinition, { name: namespace, settings }));
    await ask("From the second?");
    namespace = first;
    await ask("From the first, late?");
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const input = EntriesQuery.parse({ limit: 1, ...(cursor && { cursor }) });
      const page = await readEntries({ input });
      seen.push(...page.entries.map(({ prompt }) => prompt));
      cursor = page.next;
    } while (cursor && seen.length < 3);
    expect(seen).toEqual(["From the first, late?", "From the second?", "From the first, early?"]);
  });

  test("are found by text without case, and by meaning", async () => {
    await ask("How do I reset my router password?");
    await ask("What does the annual licence cost?");
    const byText = await entries({ search: "ROUTER pass" });
    expect(byText.entries.map(({ prompt }) => prompt)).toEqual([
      "How do I reset my router password?",
    ]);
    expect(byText.total).toBe(2);
    const near = await entries({ search: "resetting the password of a router", by: "meaning" });
    expect(near.entries[0]?.prompt).toBe("How do I reset my router password?");
    expect(near.entries[0]?.score).toBeGreaterThan(near.entries[1]?.score ?? 1);
    for (const hostile of ["*", "[", "\\", "{}", "\u0000", "'; drop table", "😀".repeat(100)])
      expect((await entries({ search: hostile })).entries).toEqual([]);
  });

  test("one is shown whole, with what stands near it", async () => {
    const long = `How do I reset my router? ${"Please say every step. ".repeat(40)}`;
    await ask(long);
    await ask(long.replace("router", "modem"));
    const id = (await entries({ search: "router" })).entries[0]?.id ?? "";
    expect((await entries({ search: "router" })).entries[0]?.prompt.length).toBe(300);
    const detail = await readEntry({ input: { id } });
    expect(detail.prompt).toBe(long);
    expect(detail).toMatchObject({ namespace, id, hits: 0 });
    expect(detail.bytes).toBeGreaterThan(0);
    expect(detail.neighbours.map(({ prompt }) => prompt.includes("modem"))).toEqual([true]);
    expect(detail.neighbours[0]?.score).toBeGreaterThan(0.5);
  });

  test("what is not there, or not understood, is said", async () => {
    expect(await refused(readEntry({ input: { id: "nothing" } }))).toBe("not_found");
    expect(await refused(entries({ namespace: "nowhere" }))).toBe("not_found");
    expect(await refused(entries({ cursor: "newest:x" }))).toBe("invalid");
    const everywhere = EntriesQuery.parse({ search: "x", by: "meaning" });
    expect(await refused(readEntries({ input: everywhere }))).toBe("invalid");
  });

  test("half an entry, a corrupt answer and another key are no obstacle", async () => {
    await ask("Is the first one whole?");
    await ask("Is the second one corrupt?");
    await ask("Is the third one half gone?");
    const tag = Buffer.from(namespace).toString("hex");
    const { entries: rows } = await entries();
    const idOf = (text: string) => rows.find(({ prompt }) => prompt.includes(text))?.id;
    const exact = await redis().hget(`pc:{${tag}}:e:1:${idOf("second")}`, "x");
    await redis().set(`pc:{${tag}}:x:1:${exact}`, "garbage");
    await redis().hdel(`pc:{${tag}}:e:1:${idOf("third")}`, "model");
    const after = await entries();
    expect(after.entries.map(({ prompt, answer }) => [prompt, answer === ""])).toEqual([
      ["Is the second one corrupt?", true],
      ["Is the first one whole?", false],
    ]);
  });
});

describe("recent requests", () => {
  test("tell each its outcome and are narrowed by it", async () => {
    await ask("How do I reset my router?");
    const hit = await ask("How do I reset my router?");
    await ask("Write to me at someone@example.org about my router.");
    const page = await requests();
    expect(page.requests.map(({ cache, reason }) => reason ?? cache)).toEqual([
      "personal_data",
      "hash_hit",
      "nothing_stored",
    ]);
    expect(page.lastHour).toEqual({ kept: 3, of: 3 });
    expect((await requests({ outcome: "hash_hit" })).requests).toHaveLength(1);
    expect((await requests({ reason: "personal_data" })).requests[0]).toMatchObject({
      prompt: "",
      parts: [],
    });
    expect((await requests({ text: "RESET my" })).requests).toHaveLength(2);
    expect((await requests({ text: "example.org" })).requests).toEqual([]);
    const raw = await redis().xrange(
      `pc:{${Buffer.from(namespace).toString("hex")}}:recent`,
      "-",
      "+",
    );
    expect(JSON.stringify(raw)).not.toMatch(/router|someone/);
    const one = await readRequest({ input: { id: hit.trace.id } });
    expect(one).toMatchObject({ id: hit.trace.id, cache: "hash_hit", namespace });
    expect(one.parts.map(({ part }) => part)).toContain("prompt");
    expect(await readRequest({ input: { id: hit.trace.id, namespace } })).toEqual(one);
    expect(await refused(readRequest({ input: { id: "nothing" } }))).toBe("not_found");
  });

  test("are found right after they were answered, while their record is on its way", async () => {
    const recorder = promptRecorder();
    const id = `${namespace}-just-now`;
    const reading = readRequest({ input: { id, namespace } });
    recorder.record(aTrace({ id, namespace }));
    await recorder.flush();
    expect(await reading).toMatchObject({ id, namespace });
  });

  test("are paged over namespaces without losing or repeating one", async () => {
    const recorder = promptRecorder();
    const others = [`${namespace}-x`, `${namespace}-y`];
    for (let at = 0; at < 40; at += 1)
      for (const name of others)
        recorder.record(aTrace({ id: `${name}-${at}`, namespace: name, model: "paged" }));
    await recorder.flush();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const input = RequestsQuery.parse({ model: "paged", limit: 7, ...(cursor && { cursor }) });
      const page = await readRequests({ input });
      seen.push(...page.requests.map(({ id }) => id));
      cursor = page.next;
    } while (cursor);
    expect(seen).toHaveLength(80);
    expect(new Set(seen).size).toBe(80);
    expect(await refused(requests({ cursor: "x" }))).toBe("invalid");
  });

  test("the newest is told by its place, of one namespace and of all", async () => {
    expect(await readNewestRequest(namespace)).toEqual({});
    await ask("Is anything new?");
    const { newest } = await readNewestRequest(namespace);
    expect(newest).toMatch(new RegExp(`^\\d+-\\d+:${namespace}$`));
    expect(await readNewestRequest(undefined)).toEqual({ newest });
    await ask("And now?");
    expect((await readNewestRequest(namespace)).newest).not.toBe(newest);
  });

  test("a key diff shows what stands in the stored key, and nothing that people said", async () => {
    const prompt = "What does the rota say for Monday?";
    await ask(prompt, { system: "You are a pirate.", before: ["My name is Ada", "Hello Ada"] });
    const { trace } = await ask(prompt, { system: "You are a clerk." });
    const told = await readRequest({ input: { id: trace.id, namespace } });
    expect(told.samePrompt).toMatchObject([
      {
        differs: ["system", "conversation"],
        stored: { system: expect.stringContaining("You are a pirate.") },
      },
    ]);
    expect(JSON.stringify(told)).not.toContain("Ada");
  });

  test("those of another key are counted, not shown and not fatal", async () => {
    await ask("Can this be read?");
    const key = `pc:{${Buffer.from(namespace).toString("hex")}}:recent`;
    await redis().xadd(
      key,
      "*",
      "i",
      "sealed-elsewhere",
      "z",
      Buffer.alloc(60, 1).toString("base64"),
    );
    await redis().xadd(key, "*", "i", "broken", "t", "{");
    const page = await requests();
    expect([page.requests.length, page.unreadable]).toEqual([1, 2]);
    expect(await refused(readRequest({ input: { id: "sealed-elsewhere", namespace } }))).toBe(
      "conflict",
    );
  });
});

describe("tuning", () => {
  test("shows from real requests what another threshold would have served", async () => {
    await ask("How do I reset the router in the office on the second floor?");
    await ask("How can I reset the router in our office on the second floor?");
    await ask("How do we reset the router in an office on the second floor?");
    await ask("How do I reset the router in the office on the floor number 2?");
    await ask("Could you please tell me why the sky is blue?");
    const view = await tuning({ whatIf: 0.85 });
    expect(view.recorded).toBeGreaterThanOrEqual(2);
    const last = view.curve.at(-1);
    const first = view.curve[0];
    expect((first?.hits ?? 0) + (first?.misses ?? 0)).toBe(view.recorded);
    expect(first?.hits).toBeGreaterThan(last?.hits ?? 0);
    for (const { score } of view.changes) {
      expect(score).toBeLessThan(0.95);
      expect(score).toBeGreaterThanOrEqual(0.85);
    }
    expect(view.changes.length).toBeGreaterThan(0);
    const filler = view.fillers.find(({ phrase }) => phrase === "could you please tell me");
    expect(filler).toMatchObject({ origin: "built-in", count: 1 });
    const pair = view.changes[0];
    dataOf(
      await act("operator", labelPairDefinition, {
        namespace,
        pairId: pair?.id ?? "",
        label: "right",
      }),
    );
    const labelled = await tuning({ whatIf: 0.85 });
    expect(labelled.changes[0]).toMatchObject({ id: pair?.id, label: "right" });
    expect(labelled.curve.some(({ precision }) => precision === 1)).toBe(true);
    expect(labelled.suggested).toBeUndefined();
  });

  test("is read, tuned and tidied by an agent too", async () => {
    await ask("How do I reset my router?");
    await ask("Which ports does the firewall open?");
    const admin = await aSession(servers.postgres, "admin");
    await expectTunedByAgent(namespace, await ctxOfSession(admin, { fresh: true }));
  });

  test("suggests a threshold from what people said, also of pairs that are recorded no more", async () => {
    for (let at = 0; at < 40; at += 1)
      await servers.postgres.query(
        "insert into prompt_labels (namespace, pair_id, asked, stored, score, label, labelled_by) values ($1, $2, $3, $4, $5, $6, 'x')",
        [
          namespace,
          `pair-${at}`,
          "How do I reset it?",
          "How can I reset it?",
          0.8 + at * 0.004,
          at >= 15 || at % 2 === 0 ? "right" : "wrong",
        ],
      );
    const strict = await tuning({ precision: 0.99 });
    expect(strict.suggested?.threshold).toBe(0.86);
    expect(strict.suggested?.precision).toBe(1);
    const loose = await tuning({ precision: 0.8 });
    expect(loose.suggested?.threshold).toBeLessThan(0.86);
  });
});

test("without Redis every read says so in one sentence", async () => {
  await ask("Is anybody there?");
  await servers.redis.stop();
  await waitFor("the break to be noticed", () => redis().status !== "ready");
  const reads = [entries(), requests(), tuning(), readEntry({ input: { id: "x", namespace } })];
  expect(await Promise.all(reads.map(refused))).toEqual(reads.map(() => "upstream"));
  await servers.redis.start();
  await waitFor("Redis to be back", () => redis().status === "ready");
});
