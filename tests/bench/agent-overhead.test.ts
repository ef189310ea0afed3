import { randomUUID } from "node:crypto";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { BedrockRuntimeClient, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EMPTY_CONVERSATION } from "@/lib/agents/conversation";
import type { JournalEntry } from "@/lib/agents/events";
import { applyEntry, foldConversation } from "@/lib/agents/fold-conversation";
import { sessionJournal } from "@/server/agents/journal/journal";
import { sessionStore } from "@/server/agents/store/session-store";
import { migrate, pool } from "@/server/db";
import { redis } from "@/server/redis";
import { anAgentSession } from "../fixtures/agents/an-agent-session";
import { aHarnessWorld, aTool, type HarnessWorld } from "../fixtures/agents/harness-world";
import {
  type ScriptedBedrockProcess,
  startScriptedBedrockProcess,
} from "../fixtures/agents/start-scripted-bedrock-process";
import { setConsoleEnv } from "../fixtures/set-console-env";
import { startPostgres, type TestPostgres } from "../fixtures/start-postgres";
import { startRedis, type TestRedis } from "../fixtures/start-redis";
import { keepFigures } from "./report/keep-figures";
import { median, percentile } from "./report/percentile";

const TOKENS = 200;
const TOKEN_MS = 5;
const ROUNDS = 15;
const SESSIONS = 50;
/** Of each of fifty: a hundred tokens a second. */
const FIFTY_MS = 10;

let postgres: TestPostgres;
let redisServer: TestRedis;
let bedrock: ScriptedBedrockProcess;
let atFullSpeed: ScriptedBedrockProcess;
let forFifty: ScriptedBedrockProcess;

beforeAll(async () => {
  [postgres, redisServer, bedrock, atFullSpeed, forFifty] = await Promise.all([
    startPostgres(),
    startRedis(),
    startScriptedBedrockProcess({ tokens: TOKENS, tokenMs: TOKEN_MS }),
    startScriptedBedrockProcess({ tokens: 5_000, tokenMs: 0 }),
    startScriptedBedrockProcess({ tokens: TOKENS, tokenMs: FIFTY_MS }),
  ]);
  setConsoleEnv({
    DATABASE_URL: postgres.url,
    REDIS_URL: redisServer.url,
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
  await migrate();
});
afterAll(async () => {
  redis().disconnect();
  await pool().end();
  await Promise.all([
    postgres?.close(),
    redisServer?.close(),
    bedrock?.stop(),
    atFullSpeed?.stop(),
    forFifty?.stop(),
  ]);
});

interface Times {
  /** Until the first piece of text, and from there to the last one, in ms. */
  first: number;
  rest: number;
}

const client = () =>
  new BedrockRuntimeClient({
    requestHandler: new NodeHttpHandler({ httpAgent: { keepAlive: true, maxSockets: 1_024 } }),
  });

/** The SDK alone, with the same prompt. */
async function bare(through: BedrockRuntimeClient): Promise<Times> {
  const began = performance.now();
  let first = 0;
  let last = 0;
  const { stream } = await through.send(
    new ConverseStreamCommand({
      modelId: "lab.operator-v1",
      system: [{ text: "You find out why deployments fail." }],
      messages: [{ role: "user", content: [{ text: "Why did v1.1 fail?" }] }],
    }),
  );
  for await (const event of stream ?? [])
    if (event.contentBlockDelta) {
      last = performance.now();
      first ||= last;
    }
  return { first: first - began, rest: last - first };
}

/** A session in PostgreSQL whose followers would be told through Redis. */
async function aDurableWorld(): Promise<HarnessWorld> {
  const { id } = await sessionStore().create(anAgentSession());
  return aHarnessWorld({
    tools: [aTool({ name: "read_log" })],
    session: { id },
    parts: { journal: sessionJournal(), sessions: sessionStore() },
  });
}

/** The harness: from the call to the moment at which a piece is handed to the journal. */
async function throughHarness(world: HarnessWorld): Promise<Times> {
  const { journal } = world.parts;
  let first = 0;
  let last = 0;
  world.parts.journal = {
    ...journal,
    append: (id, events, runId) => {
      if (events.some((event) => "contentBlockDelta" in event) && !isUsers(events)) {
        last = performance.now();
        first ||= last;
      }
      return journal.append(id, events, runId);
    },
  };
  const began = performance.now();
  const end = await world.run("Why did v1.1 fail?", { runId: randomUUID() });
  expect(end).toEqual({ state: "idle", stopReason: "end_turn" });
  world.parts.journal = journal;
  return { first: first - began, rest: last - first };
}

const isUsers = (events: object[]): boolean =>
  events.some(
    (event) => "messageStart" in event && (event.messageStart as { role: string }).role === "user",
  );

const ms = (value: number): string => `${value.toFixed(1)} ms`;

/** Answers of both in turns, so that what else the machine does meets them alike. */
async function inTurns(server: ScriptedBedrockProcess, rounds: number) {
  process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME = server.url;
  const through = client();
  const plain: Times[] = [];
  const harness: Times[] = [];
  for (let round = -3; round < rounds; round += 1) {
    const times = [await bare(through), await throughHarness(await aDurableWorld())] as const;
    // The first ones are interpreted, not compiled.
    if (round < 0) continue;
    plain.push(times[0]);
    harness.push(times[1]);
  }
  return { plain, harness };
}

const firstOf = (times: Times[]) => times.map(({ first }) => first);
const restOf = (times: Times[]) => median(times.map(({ rest }) => rest));

test("time to first token and per token", async () => {
  const { plain, harness } = await inTurns(bedrock, ROUNDS);
  const full = await inTurns(atFullSpeed, ROUNDS);
  const row = (name: string, times: Times[], fast: Times[]) => [
    name,
    ms(median(firstOf(times))),
    ms(percentile(firstOf(times), 0.95)),
    `${(restOf(times) / (TOKENS - 1)).toFixed(2)} ms`,
    `${((restOf(fast) / 4_999) * 1_000).toFixed(0)} µs`,
  ];
  const more = median(firstOf(harness)) - median(firstOf(plain));
  const share = restOf(harness) / restOf(plain) - 1;
  const each = (restOf(full.harness) - restOf(full.plain)) / 4_999;
  expect(harness).toHaveLength(ROUNDS);
  keepFigures("agents-1-overhead", {
    title: "An agent's answer against a bare ConverseStream to the same endpoint",
    how: [
      `${ROUNDS} answers each, in turns, of ${TOKENS} tokens at one per ${TOKEN_MS} ms, from a process of its own; then of 5,000 as fast as they come.`,
      "The harness reads the session's journal, opens the workspace, collects tools, and writes what comes to PostgreSQL.",
      "Aims: less than 15 ms more to the first token, less than 5 % more per token.",
    ],
    header: ["", "first token", "p95", "per token", "at full speed"],
    rows: [
      row("bare ConverseStream", plain, full.plain),
      row("through the harness", harness, full.harness),
      ["more", ms(more), "", `${(share * 100).toFixed(1)} %`, `${(each * 1_000).toFixed(0)} µs`],
    ],
  });
});

test("fifty sessions at once", async () => {
  process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME = forFifty.url;
  const worlds = await Promise.all(Array.from({ length: SESSIONS }, () => aDurableWorld()));
  const through = client();
  const measure = async (work: () => Promise<unknown>) => {
    global.gc?.();
    const before = process.memoryUsage().rss;
    const delay = monitorEventLoopDelay({ resolution: 5 });
    let most = before;
    const sampler = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 20);
    delay.enable();
    const began = performance.now();
    await work();
    const took = performance.now() - began;
    delay.disable();
    clearInterval(sampler);
    return [
      ms(took),
      `${((most - before) / 1024 ** 2 / SESSIONS).toFixed(2)} MB`,
      ms(delay.percentile(50) / 1e6),
      ms(delay.percentile(99) / 1e6),
    ];
  };
  const plain = await measure(() => Promise.all(worlds.map(() => bare(through))));
  const harness = await measure(() => Promise.all(worlds.map((world) => throughHarness(world))));
  expect(harness).toHaveLength(4);
  keepFigures("agents-2-fifty", {
    title: `${SESSIONS} sessions at once in one process`,
    how: [
      `Each one answer of ${TOKENS} tokens at one per ${FIFTY_MS} ms. Memory: the highest RSS less that before, by session.`,
      "Event-loop delay as Node samples it every 5 ms, those 5 ms included.",
    ],
    header: ["", "all answered", "memory", "delay p50", "delay p99"],
    rows: [
      ["bare ConverseStream", ...plain],
      ["through the harness", ...harness],
    ],
  });
});

test("a session of 2,000 events", () => {
  const entries = aLongJournal(2_000);
  const folds: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    const began = performance.now();
    const { items } = foldConversation(entries);
    folds.push(performance.now() - began);
    expect(items.length).toBeGreaterThan(10);
  }
  const began = performance.now();
  entries.reduce(applyEntry, EMPTY_CONVERSATION);
  const single = performance.now() - began;
  keepFigures("agents-3-fold", {
    title: "A journal of 2,000 events as a conversation",
    how: ["The fold that browser and server share; `one by one` is a browser that follows live."],
    header: ["", "median", "p95"],
    rows: [
      ["all at once", ms(median(folds)), ms(percentile(folds, 0.95))],
      ["one by one", ms(single), ""],
    ],
  });
});

/** Turns of a question, streamed words, a call with its steps, and an answer. */
function aLongJournal(count: number): JournalEntry[] {
  const entries: JournalEntry[] = [];
  const add = (event: JournalEntry["event"]) =>
    entries.push({ seq: entries.length + 1, at: "2026-11-27T09:00:00.000Z", runId: "r", event });
  for (let turn = 0; entries.length < count; turn += 1) {
    add({ messageStart: { role: turn % 2 ? "assistant" : "user" } });
    for (let word = 0; word < 30; word += 1)
      add({ contentBlockDelta: { contentBlockIndex: 0, delta: { text: `word ${word} ` } } });
    if (turn % 2) {
      const toolUseId = `t${turn}`;
      const toolUse = { toolUseId, name: "read_log" };
      add({ contentBlockStart: { contentBlockIndex: 1, start: { toolUse } } });
      add({ contentBlockDelta: { contentBlockIndex: 1, delta: { toolUse: { input: "{}" } } } });
      add({ contentBlockStop: { contentBlockIndex: 1 } });
      add({ messageStop: { stopReason: "tool_use" } });
      for (const phase of ["requested", "started", "finished"] as const)
        add({ x_tool: { toolUseId, name: "read_log", phase } });
    } else add({ messageStop: { stopReason: "end_turn" } });
  }
  return entries.slice(0, count);
}
