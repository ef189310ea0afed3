import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { NamespaceSettings } from "@/lib/prompt-cache/namespace";
import * as definitions from "@/server/prompt-cache/action-definitions";
import { askConverse, type SimpleAnswer } from "@/server/prompt-cache/ask-converse";
import { promptRecorder } from "@/server/prompt-cache/counters/process-recorder";
import { consolePromptCache } from "@/server/prompt-cache/engine-of-console";
import { answerExport } from "@/server/prompt-cache/entries/answer-export";
import { readKeys } from "@/server/prompt-cache/keys/read-keys";
import { findNamespace } from "@/server/prompt-cache/namespaces/find-namespace";
import { readNamespaces } from "@/server/prompt-cache/namespaces/read-namespaces";
import { readWarmUp } from "@/server/prompt-cache/warm-up/read-warm-up";
import { warmUpAtStart } from "@/server/prompt-cache/warm-up/warm-up-at-start";
import { actingAs, dataOf } from "../../../fixtures/prompt-actions";
import {
  aCtx,
  type PromptCacheServers,
  startPromptCacheServers,
} from "../../../fixtures/prompt-cache-servers";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab";
import { waitFor } from "../../../fixtures/wait-for";

let lab: LabUnderTest;
let servers: PromptCacheServers;
let act: ReturnType<typeof actingAs>;
let count = 0;
let namespace: string;
const settings = NamespaceSettings.parse({ foldCase: true, semantic: { threshold: 0.85 } });

beforeAll(async () => {
  lab = await startLab({ env: { ...process.env, LAB_PACE: "fast" } });
  servers = await startPromptCacheServers({
    AWS_ENDPOINT_URL: lab.endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "lab",
    AWS_SECRET_ACCESS_KEY: "lab",
    SWITCHYARD_PROMPT_MODEL: "lab.text-v1",
    SWITCHYARD_EMBED_MODEL: "lab.embed-v1",
  });
  act = actingAs(servers.postgres);
});
afterAll(async () => {
  await servers?.close();
  await lab?.stop();
});
beforeEach(async () => {
  count += 1;
  namespace = `team-${count}`;
  dataOf(await act("admin", definitions.saveNamespaceDefinition, { name: namespace, settings }));
});

const ask = async (prompt: string, modelId = "lab.text-v1"): Promise<SimpleAnswer> => {
  const by = { namespace: await findNamespace(namespace), door: "playground" as const };
  const answer = await askConverse(
    consolePromptCache(),
    { ...by, waitForWrite: true },
    { prompt, modelId },
  );
  await answer.done;
  return answer;
};
const outcome = async (prompt: string) => (await ask(prompt)).cache;
const generation = async () => (await findNamespace(namespace)).generation;
const ledger = () =>
  servers.postgres.query<{ action: string; outcome: string; text: string }>(
    `select i.action, s.outcome, i::text || s::text as text from audit_ledger i
       join audit_ledger s on s.entry_id = i.entry_id and s.kind = 'settle'
      where i.kind = 'intent' order by i.seq`,
  );

const ADMIN = [
  [definitions.issueKeyDefinition, { name: "a", kind: "bearer", namespaces: ["team-1"] }],
  [definitions.revokeKeyDefinition, { id: "00000000-0000-4000-8000-000000000000" }],
  [definitions.saveNamespaceDefinition, { name: "mine", settings }],
  [definitions.deleteNamespaceDefinition, { name: "team-1" }],
  [definitions.invalidateDefinition, { namespace: "team-1", everything: true }],
  [definitions.warmUpDefinition, { namespace: "team-1", lines: '{"prompt":"a"}' }],
] as const;
const OPERATOR = [
  [definitions.evictEntryDefinition, { namespace: "team-1", entryId: "none" }],
  [definitions.labelPairDefinition, { namespace: "team-1", pairId: "none", label: "right" }],
  [definitions.askPlaygroundDefinition, { namespace: "no-such", prompt: "a" }],
] as const;

test.each(ADMIN)(
  "$name is the admin's alone, and a refusal is in the ledger",
  async (definition, input) => {
    for (const role of ["viewer", "operator", "approver"] as const) {
      const refused = await act(role, definition as never, input as never);
      expect(refused).toMatchObject({ ok: false, problem: { code: "forbidden" } });
    }
    const rows = await ledger();
    expect(rows.slice(-3).map((row) => [row.action, row.outcome])).toEqual(
      Array(3).fill([definition.name, "refused"]),
    );
  },
);

test.each(OPERATOR)("$name is an operator's and not a viewer's", async (definition, input) => {
  expect(await act("viewer", definition as never, input as never)).toMatchObject({
    problem: { code: "forbidden" },
  });
  // Let in, and told that there is no such thing.
  expect(await act("operator", definition as never, input as never)).toMatchObject({
    problem: { code: "not_found" },
  });
});

test("a key is shown once; nothing in the database or the ledger is enough to use it", async () => {
  const key = { name: "app", namespaces: [namespace], ratePerMinute: 10 };
  const bearer = dataOf(
    await act("admin", definitions.issueKeyDefinition, { ...key, kind: "bearer" }),
  );
  const signing = dataOf(
    await act("admin", definitions.issueKeyDefinition, { ...key, kind: "signing" }),
  );
  if (bearer.kind !== "bearer" || signing.kind !== "signing") throw new Error("wrong kinds");
  const stored = await servers.postgres.query<{ text: string }>(
    "select k::text as text from prompt_keys k",
  );
  const everything = JSON.stringify([stored, await ledger(), await readKeys({ ctx: aCtx() })]);
  expect(everything).toContain(signing.accessKeyId);
  expect(everything).not.toContain(bearer.token.slice(0, 20));
  expect(everything).not.toContain(signing.secretAccessKey);
  const rows = await readKeys({ ctx: aCtx() });
  expect(rows.find(({ id }) => id === bearer.id)).toMatchObject({
    kind: "bearer",
    hint: `${bearer.token.slice(0, 8)}…`,
    namespaces: [namespace],
  });
  dataOf(await act("admin", definitions.revokeKeyDefinition, { id: bearer.id }));
  expect(await act("admin", definitions.revokeKeyDefinition, { id: bearer.id })).toMatchObject({
    problem: { code: "conflict", message: expect.stringContaining("revoked this key before you") },
  });
});

test("two people's changes of one namespace do not undo each other", async () => {
  const [seen] = (await readNamespaces({ ctx: aCtx() })).filter(({ name }) => name === namespace);
  const change = (threshold: number) =>
    act("admin", definitions.saveNamespaceDefinition, {
      name: namespace,
      settings: { ...settings, semantic: { ...settings.semantic, threshold } },
      seen: seen?.updatedAt,
    });
  const results = await Promise.all([change(0.9), change(0.95)]);
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(results.find(({ ok }) => !ok)).toMatchObject({ problem: { code: "stale" } });
  // A name that is taken is mended in the form, so it must not close it as a conflict would.
  expect(
    await act("admin", definitions.saveNamespaceDefinition, { name: namespace, settings }),
  ).toMatchObject({ problem: { code: "invalid" } });
  expect(await generation()).toBe(1);
});

test("a change of folding begins a new generation; a namespace that was deleted comes back empty", async () => {
  await ask("What is a queue?");
  expect(await outcome("What is a queue?")).toBe("hash_hit");
  const current = (await readNamespaces({ ctx: aCtx() })).find(({ name }) => name === namespace);
  expect(current?.entries).toBe(1);
  dataOf(
    await act("admin", definitions.saveNamespaceDefinition, {
      name: namespace,
      settings: { ...settings, foldCase: false },
      seen: current?.updatedAt,
    }),
  );
  expect(await generation()).toBe(2);
  expect(await outcome("What is a queue?")).toBe("miss");
  dataOf(await act("admin", definitions.deleteNamespaceDefinition, { name: namespace }));
  await expect(findNamespace(namespace)).rejects.toThrow("There is no namespace");
  dataOf(await act("admin", definitions.saveNamespaceDefinition, { name: namespace, settings }));
  expect(await outcome("What is a queue?")).toBe("miss");
});

test("a namespace that a key reaches is not deleted", async () => {
  const key = { name: "app", namespaces: [namespace], kind: "bearer" as const };
  const { id } = dataOf(await act("admin", definitions.issueKeyDefinition, key));
  expect(
    await act("admin", definitions.deleteNamespaceDefinition, { name: namespace }),
  ).toMatchObject({
    problem: { code: "conflict", message: `A key still reaches ${namespace}; revoke it first.` },
  });
  dataOf(await act("admin", definitions.revokeKeyDefinition, { id }));
  dataOf(await act("admin", definitions.deleteNamespaceDefinition, { name: namespace }));
});

test("invalidating counts first, then throws away what fits, its promoted copies too", async () => {
  for (const prompt of ["What is a queue?", "What is machine learning?"]) await ask(prompt);
  await ask("What is a queue?", "lab.text-v2");
  expect(await outcome("How would you define machine learning?")).toBe("semantic_hit");
  expect(await outcome("How would you define machine learning?")).toBe("hash_hit");
  const throwAway = async (input: object) =>
    dataOf(await act("admin", definitions.invalidateDefinition, { namespace, ...input } as never));
  expect(await throwAway({ pattern: "*MACHINE*", dryRun: true })).toEqual({
    looked: 3,
    matched: 1,
    dryRun: true,
  });
  expect(await outcome("What is machine learning?")).toBe("hash_hit");
  expect(await throwAway({ pattern: "*machine*" })).toEqual({
    looked: 3,
    matched: 1,
    dryRun: false,
  });
  expect(await outcome("How would you define machine learning?")).toBe("miss");
  expect(await throwAway({ model: "lab.text-v2" })).toMatchObject({ matched: 1 });
  expect(await throwAway({ olderThanSeconds: 3_600 })).toMatchObject({ matched: 0 });
  expect(await outcome("What is a queue?")).toBe("hash_hit");
  expect(await throwAway({ everything: true, dryRun: true })).toMatchObject({ matched: 2 });
  expect(await throwAway({ everything: true })).toMatchObject({ matched: 2 });
  expect(await outcome("What is a queue?")).toBe("miss");
});

test("one entry is evicted by its id, once", async () => {
  const { done } = await ask("What is a queue?");
  const { entryId = "" } = await done;
  dataOf(await act("operator", definitions.evictEntryDefinition, { namespace, entryId }));
  expect(await outcome("What is a queue?")).toBe("miss");
  expect(
    await act("operator", definitions.evictEntryDefinition, { namespace, entryId }),
  ).toMatchObject({
    problem: { code: "not_found" },
  });
});

test("a pair that a person called wrong is never served again, until it is called right", async () => {
  await ask("What is machine learning?");
  const near = await ask("How would you define machine learning?");
  expect(near.cache).toBe("semantic_hit");
  const [candidate] = (await near.done).candidates;
  const pairId = candidate?.pairId ?? "";
  await promptRecorder().flush();
  const label = (word: "right" | "wrong") =>
    act("operator", definitions.labelPairDefinition, { namespace, pairId, label: word });
  dataOf(await label("wrong"));
  // The answer is gone under both questions, and comes from the model for each of them now.
  expect(await outcome("What is machine learning?")).toBe("miss");
  expect(await outcome("How would you define machine learning?")).toBe("miss");
  const [row] = await servers.postgres.query(
    "select asked, stored, label from prompt_labels where namespace = $1",
    [namespace],
  );
  expect(row).toEqual({
    asked: "How would you define machine learning?",
    stored: expect.stringMatching(/what is machine learning\?/i),
    label: "wrong",
  });
  dataOf(await label("right"));
  const invalidated = { namespace, pattern: "how would*" };
  dataOf(await act("admin", definitions.invalidateDefinition, invalidated));
  expect(await outcome("How would you define machine learning?")).toBe("semantic_hit");
});

test("the playground answers with its trace, and the ledger keeps no prompt", async () => {
  const prompt = "What is the secret of a good cache?";
  const first = dataOf(
    await act("operator", definitions.askPlaygroundDefinition, { namespace, prompt }),
  );
  expect(first).toMatchObject({ cache: "miss", trace: { door: "playground", prompt } });
  expect(first.response.length).toBeGreaterThan(10);
  const again = dataOf(
    await act("operator", definitions.askPlaygroundDefinition, { namespace, prompt }),
  );
  expect(again).toMatchObject({ cache: "hash_hit", response: first.response });
  const rows = await ledger();
  expect(rows.at(-1)).toMatchObject({ action: "prompt.ask", outcome: "applied" });
  expect(JSON.stringify(rows)).not.toContain("secret of a good cache");
  const wrong = { namespace, prompt, modelId: "no.such-model" };
  expect(await act("operator", definitions.askPlaygroundDefinition, wrong)).toMatchObject({
    problem: { code: "invalid", message: expect.stringMatching(/^The model says: /) },
  });
});

test("a warm-up stores told answers and asks for the others, in the background", async () => {
  const lines = [
    { prompt: "What are your hours?", response: "Nine to five." },
    { prompt: "What is a load balancer?" },
    { prompt: "Broken", modelId: "no.such-model" },
  ];
  const text = lines.map((line) => JSON.stringify(line)).join("\n");
  const warm = () => act("admin", definitions.warmUpDefinition, { namespace, lines: text });
  expect(dataOf(await warm())).toMatchObject({ state: "running", total: 3 });
  const end = () =>
    waitFor("the warm-up to end", async () => {
      const progress = await readWarmUp({ ctx: aCtx(), input: { namespace } });
      return progress?.state === "done" ? progress : undefined;
    });
  expect(await end()).toMatchObject({
    stored: 2,
    known: 0,
    failed: 1,
    problem: expect.stringMatching(/^The model says: /),
  });
  expect(await ask("what are your hours?")).toMatchObject({
    cache: "hash_hit",
    response: "Nine to five.",
  });
  expect(await outcome("What is a load balancer?")).toBe("hash_hit");
  dataOf(await warm());
  expect(await end()).toMatchObject({ stored: 2, known: 2 });
  const bad = { namespace, lines: '{"prompt":"a"}\n{"promt":"b"}' };
  expect(await act("admin", definitions.warmUpDefinition, bad)).toMatchObject({
    problem: { code: "invalid", message: expect.stringMatching(/^Line 2 is not valid/) },
  });
});

test("of lines of a warm-up that ask the same, the first is stored", async () => {
  const told = ["One.", "Two.", "Three.", "Four."];
  const lines = told.map((response) => JSON.stringify({ prompt: "Which is it?", response }));
  const asks = { namespace, lines: lines.join("\n") };
  dataOf(await act("admin", definitions.warmUpDefinition, asks));
  const ended = await waitFor("the warm-up to end", async () => {
    const progress = await readWarmUp({ ctx: aCtx(), input: { namespace } });
    return progress?.state === "done" ? progress : undefined;
  });
  expect(ended).toMatchObject({ stored: 4, known: 3, failed: 0 });
  expect(await ask("Which is it?")).toMatchObject({ cache: "hash_hit", response: "One." });
});

test("a deployment's own warm-up is begun at the start, and the ledger names it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-warm-"));
  const file = join(folder, "faq.jsonl");
  writeFileSync(file, '{"prompt":"Do you ship abroad?","response":"Yes, everywhere."}\n');
  await warmUpAtStart([
    { namespace, file: join(folder, "not-there.jsonl") },
    { namespace: "no-such-namespace", file },
    { namespace, file },
  ]);
  await waitFor("the warm-up to end", async () => {
    const progress = await readWarmUp({ ctx: aCtx(), input: { namespace } });
    return progress?.state === "done" && progress.stored === 1;
  });
  expect(await ask("do you ship abroad?")).toMatchObject({
    cache: "hash_hit",
    response: "Yes, everywhere.",
  });
  const [refused, applied] = (await ledger()).slice(-2);
  expect([refused?.outcome, applied?.outcome]).toEqual(["refused", "applied"]);
  expect(applied?.text).toContain("Deployment");
  rmSync(folder, { recursive: true });
});

test("an export is every entry as a line, and one row in the ledger", async () => {
  await ask("What is a queue?");
  await ask("What is a load balancer?");
  const response = await answerExport({ ctx: aCtx(), input: { namespace } });
  const lines = (await response.text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.map(({ prompt }) => prompt).sort()).toEqual([
    "What is a load balancer?",
    "What is a queue?",
  ]);
  expect(lines[0]).toMatchObject({
    namespace,
    modelId: "lab.text-v1",
    answer: { output: { message: { role: "assistant" } } },
  });
  expect((await ledger()).at(-1)).toMatchObject({ action: "prompt.export", outcome: "applied" });
  await expect(answerExport({ ctx: aCtx(), input: { namespace: "no-such" } })).rejects.toThrow(
    "There is no namespace no-such.",
  );
});
