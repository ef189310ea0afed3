import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { JournalEntry, JournalEvent } from "@/lib/agents/events";
import { sessionJournal } from "@/server/agents/journal/journal";
import { readUsage } from "@/server/agents/read-usage";
import { answering } from "@/server/agents/store/answering";
import { approvalStore } from "@/server/agents/store/approval-store";
import { memoryStore } from "@/server/agents/store/memory-store";
import { sessionStore } from "@/server/agents/store/session-store";
import { anAgentSession, aRun, aSessionId } from "../../../fixtures/agents/an-agent-session";
import { waitFor } from "../../../fixtures/wait-for";
import { world } from "./world";

const sessions = sessionStore();
const approvals = approvalStore(() => new Date());
const memories = memoryStore();
const journal = sessionJournal();

const aPiece = (text: string): JournalEvent => ({
  contentBlockDelta: { contentBlockIndex: 0, delta: { text } },
});
const anAnswer = (price: { x_nanoUsd?: number }): JournalEvent => ({
  metadata: {
    usage: { inputTokens: 10, outputTokens: 2, totalTokens: 12 },
    metrics: { latencyMs: 40 },
    ...price,
  },
});
const aNote = (message: string): JournalEvent => ({ x_problem: { message } });
const seqs = (entries: JournalEntry[]) => entries.map(({ seq }) => seq);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** Reads along in the background until it is stopped. */
function follower(sessionId: string, after = 0) {
  const stop = new AbortController();
  const seen: JournalEntry[] = [];
  const done = (async () => {
    for await (const entries of journal.follow(sessionId, after, stop.signal))
      seen.push(...entries);
  })();
  return {
    seen,
    stop: async () => {
      stop.abort();
      await done;
    },
  };
}

describe("the journal", () => {
  test("fifty appends at once, in two orders of writing, leave no gap and keep each other's order", async () => {
    const { id } = await sessions.create(anAgentSession());
    // A second journal is a second process: its writer knows nothing of the first's.
    const other = sessionJournal();
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (index % 2 ? other : journal).append(id, [aNote(`${index} a`), aNote(`${index} b`)]),
      ),
    );
    const entries = await journal.read(id);
    expect(seqs(entries)).toEqual(upTo(100));
    expect((await sessions.byId(id)).lastSeq).toBe(100);
    const said = entries.map(({ event }) => ("x_problem" in event ? event.x_problem.message : ""));
    for (let at = 0; at < said.length; at += 2)
      expect(said[at + 1]).toBe(said[at]?.replace("a", "b"));
  });

  test("gives pieces back as they came, also bytes that the database's JSON cannot hold", async () => {
    const { id } = await sessions.create(anAgentSession());
    const text = "a\u0000b\ud83dc \\u0000 \\\\u0000 😀";
    const [entry] = await journal.append(id, [aPiece(text)]);
    const [kept] = await journal.read(id);
    expect(kept).toEqual(entry);
    expect(kept?.event).toEqual(aPiece("a\ufffdb\ufffdc \\u0000 \\\\u0000 😀"));
  });

  test("refuses to change or delete what was written", async () => {
    const { id } = await sessions.create(anAgentSession());
    await journal.append(id, [aNote("it happened")]);
    await expect(world.postgres.query("delete from agent_events")).rejects.toThrow("append-only");
    await expect(world.postgres.query("update agent_events set seq = 9")).rejects.toThrow(
      "append-only",
    );
  });

  test("who follows gets each line once and in order, while Redis goes away and comes back", async () => {
    const { id } = await sessions.create(anAgentSession());
    const other = sessionJournal();
    await journal.append(id, [aNote("before")]);
    const reader = follower(id);
    const late = follower(id, 1);
    await waitFor("the first line", () => reader.seen.length === 1);
    await other.append(id, [aNote("heard")]);
    await waitFor("the second line", () => reader.seen.length === 2);
    await world.redis.stop();
    await world.postgres.query(
      "with taken as (update agent_sessions set last_seq = last_seq + 1 where id = $1 returning last_seq) insert into agent_events (session_id, seq, at, event) select $1, last_seq, now(), $2 from taken",
      [id, JSON.stringify(aNote("by a process that nobody hears"))],
    );
    await waitFor("a line without Redis", () => reader.seen.length === 3);
    await world.redis.start();
    for (let at = 0; at < 20; at += 1) await other.append(id, [aPiece("x")]);
    await waitFor("all lines", () => reader.seen.length === 23 && late.seen.length === 22);
    await Promise.all([reader.stop(), late.stop()]);
    expect(seqs(reader.seen)).toEqual(upTo(23));
    expect(seqs(late.seen)).toEqual(upTo(23).slice(1));
  });

  test("a slow reader misses nothing of what came meanwhile", async () => {
    const { id } = await sessions.create(anAgentSession());
    const stop = new AbortController();
    const lines = journal.follow(id, 0, stop.signal)[Symbol.asyncIterator]();
    await journal.append(id, [aNote("first")]);
    const seen = [...((await lines.next()).value as JournalEntry[])];
    await Promise.all(
      upTo(40).map(() =>
        journal.append(
          id,
          upTo(50).map(() => aPiece("y")),
        ),
      ),
    );
    while (seen.length < 2_001) seen.push(...((await lines.next()).value as JournalEntry[]));
    stop.abort();
    expect(seqs(seen)).toEqual(upTo(2_001));
  });

  test("a process that lost its run writes nothing more, however late it comes", async () => {
    const { id } = await sessions.create(anAgentSession());
    const run = aRun("first");
    await sessions.claim(id, run);
    const mine = sessionJournal(undefined, "first");
    await mine.append(id, [aNote("mine")]);
    const early = sessionJournal(undefined, "second").append(id, [aNote("not yet mine")]);
    await expect(early).rejects.toThrow("Another process");
    const expired = "update agent_sessions set lease_until = now() - interval '1 s' where id = $1";
    await world.postgres.query(expired, [id]);
    expect(await sessions.claim(id, { ...run, owner: "second" })).toBe(true);
    await expect(mine.append(id, [aNote("too late")])).rejects.toThrow("Another process");
    await sessionJournal(undefined, "second").append(id, [aNote("goes on")]);
    expect(seqs(await journal.read(id))).toEqual([1, 2]);
  });

  test("after lines were lost, nothing of the run is written behind the gap", async () => {
    const { id } = await sessions.create(anAgentSession());
    const runId = randomUUID();
    void journal.append(`${id.slice(0, -1)}`, [aPiece("nobody's")], runId);
    await expect(journal.append(id.slice(0, -1), [aNote("later")], runId)).rejects.toThrow(
      "There is no session",
    );
    await expect(journal.append(id, [aNote("another session")], runId)).resolves.toHaveLength(1);
  });
});

describe("runs", () => {
  test("of twenty who claim at once one has it; it is lost with its lease, and taken up as the same run", async () => {
    const { id } = await sessions.create(anAgentSession());
    const runs = Array.from({ length: 20 }, (_, index) => aRun(`process-${index}`));
    const claims = await Promise.all(runs.map((run) => sessions.claim(id, run)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    const run = runs[claims.indexOf(true)] ?? expect.fail();
    expect(await sessions.renew(id, run)).toEqual({ held: true });
    expect(await sessions.claim(id, { ...run, owner: "another" })).toBe(false);
    await world.postgres.query(
      "update agent_sessions set lease_until = now() - interval '1 s' where id = $1",
      [id],
    );
    expect((await sessions.orphaned(50)).map((each) => each.id)).toContain(id);
    expect(await sessions.claim(id, aRun("a new run"))).toBe(false);
    expect(await sessions.claim(id, { ...run, owner: "another" })).toBe(true);
    expect(await sessions.renew(id, run)).toEqual({ held: false });
    await sessions.release(id, run, { state: "idle" });
    expect((await sessions.byId(id)).state).toBe("running");
    await sessions.requestStop(id, "olga");
    expect(await sessions.renew(id, { ...run, owner: "another" })).toEqual({
      held: true,
      stopRequestedBy: "olga",
    });
    await sessions.release(
      id,
      { ...run, owner: "another" },
      { state: "idle", lastStop: "x_cancelled" },
    );
    expect(await sessions.byId(id)).toMatchObject({ state: "idle", lastStop: "x_cancelled" });
    expect((await sessions.byId(id)).runId).toBeUndefined();
  });

  test("a repeated request makes one session, and what is used adds up", async () => {
    const session = anAgentSession({ requestKey: randomUUID(), agent: "priced_in_part" });
    const made = await Promise.all(
      Array.from({ length: 10 }, () => sessions.create({ ...session, id: aSessionId() })),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    const id = made[0]?.id ?? "";
    await Promise.all(
      upTo(10).map(() => sessions.use(id, { nanoUsd: 3_000_000_000, turns: 1, activeMs: 1.4 })),
    );
    await sessions.use(id, { turns: 1, unpriced: 1 });
    expect((await sessions.byId(id)).used).toMatchObject({
      nanoUsd: 30_000_000_000,
      turns: 11,
      unpriced: 1,
      activeMs: 10,
    });
    expect((await readUsage()).get(session.agent)?.used.unpriced).toBe(1);
  });

  test("of sessions from before, their journals tell which answers had no price", async () => {
    const old = await sessions.create(anAgentSession());
    const forkedFrom = { sessionId: old.id, seq: 2 };
    const fork = await sessions.create(anAgentSession({ forkedFrom }));
    for (const { id } of [old, fork])
      await journal.append(id, [{ x_nanoUsd: 0 }, {}, { x_nanoUsd: 7 }, {}].map(anAnswer));
    const migration = await readFile("server/db/migrations/0008_unpriced_answers.sql", "utf8");
    await world.postgres.query(migration.split("--> statement-breakpoint")[1] ?? "");
    expect((await sessions.byId(old.id)).used.unpriced).toBe(2);
    expect((await sessions.byId(fork.id)).used.unpriced).toBe(1);
  });

  test("the list is found by its title and by what was said, split as it came, and by who may see it", async () => {
    const owner = { id: "finder", name: "F", email: "finder@switchyard.test" };
    const mine = await sessions.create(anAgentSession({ owner, title: "About ports" }));
    const other = await sessions.create(anAgentSession({ title: "Untold" }));
    await journal.append(mine.id, [
      { messageStart: { role: "assistant" } },
      aPiece("it listens on por"),
      aPiece("t 8081%"),
    ]);
    const found = async (text: string, visibleTo?: string) =>
      (await sessions.list({ text, limit: 10, ...(visibleTo && { visibleTo }) })).map(
        ({ id }) => id,
      );
    expect(await found("on port 8081%")).toEqual([mine.id]);
    expect(await found("8081%x")).toEqual([]);
    expect(await found("untold")).toEqual([other.id]);
    expect(await found("untold", "finder")).toEqual([]);
    await sessions.update(other.id, { shared: true });
    expect(await found("untold", "finder")).toEqual([other.id]);
    const [first, second] = await sessions.list({ limit: 2 });
    expect((await sessions.list({ limit: 1, before: first?.id ?? "" }))[0]?.id).toBe(second?.id);
  });
});

describe("approvals", () => {
  const anApproval = (
    sessionId: string,
    over: Partial<Parameters<typeof approvals.open>[0]> = {},
  ) => ({
    id: randomUUID(),
    sessionId,
    runId: randomUUID(),
    toolUseId: randomUUID(),
    agent: "release_analyst",
    tool: "release_retry_stage",
    class: "change" as const,
    input: { b: 1, a: [2] },
    argumentsHash: "a".repeat(64),
    preview: { sentence: "Retries." },
    rule: "change tools ask",
    requestedBy: { id: "o", name: "Olga", email: "o@x" },
    requestedAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 60_000).toISOString(),
    who: "anyone" as const,
    ...over,
  });
  const byAnna = {
    state: "approved" as const,
    decidedBy: { id: "a", name: "Anna", email: "a@x" },
    decidedAt: new Date().toISOString(),
  };

  test("is opened once for a call, decided once, and spent once", async () => {
    const { id } = await sessions.create(anAgentSession());
    const asked = anApproval(id);
    const opened = await Promise.all(
      upTo(5).map(() => approvals.open({ ...asked, id: randomUUID() })),
    );
    expect(new Set(opened.map((each) => each.id)).size).toBe(1);
    const approval = opened[0] ?? expect.fail();
    expect(approval).toMatchObject({ state: "pending", input: { b: 1, a: [2] } });
    expect(await approvals.decide(approval.id, { ...byAnna, argumentsHash: "b".repeat(64) })).toBe(
      false,
    );
    expect(await approvals.use(approval.id, "a".repeat(64))).toBe(false);
    const decisions = await Promise.all(
      upTo(5).map(() =>
        approvals.decide(approval.id, { ...byAnna, argumentsHash: "a".repeat(64) }),
      ),
    );
    expect(decisions.filter(Boolean)).toHaveLength(1);
    const uses = await Promise.all(upTo(5).map(() => approvals.use(approval.id, "a".repeat(64))));
    expect(uses.filter(Boolean)).toHaveLength(1);
    expect(await approvals.byId(approval.id)).toMatchObject({
      state: "used",
      decidedBy: { name: "Anna" },
    });
  });

  test("keeps what was asked when a person edits, and expires by itself", async () => {
    const { id } = await sessions.create(anAgentSession());
    const edited = await approvals.open(anApproval(id));
    const change = {
      input: { a: 3 },
      argumentsHash: "c".repeat(64),
      preview: { sentence: "Other." },
    };
    expect(
      await approvals.decide(edited.id, {
        ...byAnna,
        argumentsHash: edited.argumentsHash,
        edited: change,
      }),
    ).toBe(true);
    expect(await approvals.byId(edited.id)).toMatchObject({
      ...change,
      askedInput: { b: 1, a: [2] },
    });
    expect(await approvals.use(edited.id, edited.argumentsHash)).toBe(false);
    const late = await approvals.open(
      anApproval(id, { expiresAt: new Date(Date.now() - 1).toISOString() }),
    );
    expect((await approvals.expire()).map((each) => each.id)).toEqual([late.id]);
    expect(await approvals.decide(late.id, { ...byAnna, argumentsHash: late.argumentsHash })).toBe(
      false,
    );
    const left = await approvals.open(anApproval(id));
    const run = aRun();
    await sessions.claim(id, run);
    await sessions.release(id, run, { state: "waiting" });
    expect((await sessions.decided(50)).map((each) => each.id)).not.toContain(id);
    await approvals.voidAll(id);
    expect(await approvals.byId(left.id)).toMatchObject({ state: "void" });
    expect((await sessions.decided(50)).map((each) => each.id)).toContain(id);
  });
});

test("memories are one person's and one agent's", async () => {
  const theirs = { agent: "trends_analyst", personId: "p" };
  const likes = await memories.add({ ...theirs, text: "Likes bar charts of topics" });
  await memories.add({ ...theirs, text: "Reads dev.to first" });
  await memories.add({ ...theirs, personId: "q", text: "Likes pie charts" });
  const found = await memories.search({ ...theirs, text: "which chart?! & | ' :*", limit: 5 });
  expect(found.map(({ text }) => text)).toEqual(["Likes bar charts of topics"]);
  expect(await memories.search({ ...theirs, limit: 5 })).toHaveLength(2);
  expect(await memories.forget(likes.id, "q")).toBe(false);
  expect(await memories.forget(likes.id, "p")).toBe(true);
});

test("without PostgreSQL a store says so in a sentence", async () => {
  await world.postgres.stop();
  await expect(answering(sessions).list({ limit: 1 })).rejects.toMatchObject({
    code: "upstream",
    message: expect.stringContaining("database does not answer"),
  });
  await world.postgres.start();
});
