import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CallBlock, callsOf, textOf } from "@/lib/agents/conversation";
import { foldConversation } from "@/lib/agents/fold-conversation";
import { migrate, pool } from "@/server/db";
import { inCheckout } from "../../../scripts/setup/checkout.ts";
import { anAgentSession } from "../../fixtures/agents/an-agent-session";
import type { CrashCase } from "../../fixtures/agents/crash-process";
import {
  CRASH_POINTS,
  type CrashPoint,
  crashWorld,
  effectsOf,
} from "../../fixtures/agents/crash-world";
import {
  type Asked,
  type ScriptedBedrock,
  startScriptedBedrock,
} from "../../fixtures/agents/scripted-bedrock";
import { consoleEnv, setConsoleEnv } from "../../fixtures/set-console-env";
import { startPostgres, type TestPostgres } from "../../fixtures/start-postgres";
import { waitFor } from "../../fixtures/wait-for";

const TOOLS = ["change_and_know", "change_blindly", "read_again"] as const;
type ToolName = (typeof TOOLS)[number];

/** Points at which an approved call already runs: before them nothing depends on the tool. */
const WHILE_IT_RUNS: CrashPoint[] = [
  "started, before the effect",
  "in the middle of the effect",
  "after the effect, before its result",
  "the result noted",
];
/** The first ones a process meets before a person is asked. */
const BEFORE_THE_QUESTION = new Set<CrashPoint>(CRASH_POINTS.slice(0, 5));

interface Case extends CrashCase {
  tool: ToolName;
}

let postgres: TestPostgres;
let bedrock: ScriptedBedrock;
let child: ChildProcess | undefined;
const cases: Case[] = [];

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** A tool that reads asks nobody. */
const asks = ({ tool }: Case) => tool !== "read_again";

function script({ body }: Asked) {
  const last = body.messages.at(-1);
  if (last?.content.some((block) => "toolResult" in block))
    return { text: "Stage Deploy is retried." };
  const [, tool = ""] = /use (\w+)/.exec(JSON.stringify(last)) ?? [];
  return {
    text: "I will do so.",
    calls: [{ name: tool, input: { stage: "Deploy" }, id: `call_${tool}` }],
  };
}

beforeAll(async () => {
  [postgres, bedrock] = await Promise.all([startPostgres(), startScriptedBedrock(script)]);
  setConsoleEnv({ DATABASE_URL: postgres.url, ...aws() });
  await migrate();
  await pool().query("create table effects (key text not null)");
  for (const point of CRASH_POINTS) cases.push(aCase(point, "change_and_know"));
  for (const point of WHILE_IT_RUNS)
    cases.push(aCase(point, "change_blindly"), aCase(point, "read_again"));
});
afterAll(async () => {
  child?.kill("SIGKILL");
  await pool().end();
  await Promise.all([postgres?.close(), bedrock?.stop()]);
});

const aws = () => ({
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url,
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
});

const aCase = (point: CrashPoint, tool: ToolName): Case => ({
  sessionId: anAgentSession().id,
  runId: randomUUID(),
  point,
  tool,
});

test("kill -9 at every step: no effect happens twice, none is lost", async () => {
  const { agents, runner } = crashWorld({});
  const message = ({ tool }: Case) => `Please use ${tool}.`;
  const approveAll = async () => {
    for (const approval of await agents.approvals.list({ state: "pending", limit: 100 }))
      await agents.approvals.decide(approval.id, {
        state: "approved",
        decidedBy: { id: "grace", name: "Grace", email: "grace@example.com" },
        decidedAt: new Date().toISOString(),
        argumentsHash: approval.argumentsHash,
      });
  };
  for (const { sessionId } of cases)
    await agents.sessions.create(anAgentSession({ id: sessionId }));

  // What is killed after the decision is asked and decided first, by a process that then takes nothing up.
  const decidedFirst = cases.filter((one) => asks(one) && !BEFORE_THE_QUESTION.has(one.point));
  for (const one of decidedFirst)
    await runner.start(await agents.sessions.byId(one.sessionId), {
      runId: one.runId,
      message: message(one),
    });
  await runner.idle();
  await approveAll();

  const begun = cases.map((one) =>
    decidedFirst.includes(one) ? one : { ...one, message: message(one) },
  );
  await killAt(begun);
  runner.open();
  await waitFor(
    "all sessions to end",
    async () => {
      await approveAll();
      const states = await Promise.all(
        cases.map(({ sessionId }) => agents.sessions.byId(sessionId)),
      );
      return states.every(({ state }) => state === "idle" || state === "failed");
    },
    50_000,
  );
  await runner.close();

  const table: string[][] = [];
  for (const one of cases) {
    const { call, answer, effects } = await stateOf(one);
    table.push([one.point, one.tool, `${effects}`, call.phase]);
    expect
      .soft([one.point, one.tool, effects, call.phase, answer])
      .toEqual([one.point, one.tool, ...expected(one), "Stage Deploy is retried."]);
  }
  keepTable(table);
});

/** For docs/agents.md: the points that were tried, and what was there afterwards. */
function keepTable(rows: string[][]): void {
  const folder = inCheckout("test-results");
  mkdirSync(folder, { recursive: true });
  const lines = [["killed", "tool", "effects", "the call"], ["---", "---", "---", "---"], ...rows];
  writeFileSync(
    join(folder, "crash-points.md"),
    lines.map((row) => `| ${row.join(" | ")} |\n`).join(""),
  );
}

/** Effects that are there, and how the call stands. */
function expected({ point, tool }: Case): [number, CallBlock["phase"]] {
  const done = point === "after the effect, before its result";
  const open = WHILE_IT_RUNS.includes(point) && point !== "the result noted";
  if (tool === "change_blindly" && open) return [done ? 1 : 0, "unknown"];
  // Reading twice is no harm; the row stands for a look.
  if (tool === "read_again" && done) return [2, "finished"];
  return [1, "finished"];
}

/** Runs the cases in a process of its own until each stands still at its point, then kills it. */
async function killAt(begun: CrashCase[]): Promise<void> {
  const started = spawn(
    process.execPath,
    [
      "--import",
      here("../../fixtures/console-loader.mjs"),
      here("../../fixtures/agents/crash-process.ts"),
      JSON.stringify(begun),
    ],
    {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: "test",
        ...consoleEnv({ DATABASE_URL: postgres.url, ...aws() }),
      } as unknown as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  child = started;
  const reached = new Set<string>();
  let errors = "";
  started.stderr.on("data", (chunk: Buffer) => {
    errors += chunk;
  });
  started.stdout.on("data", (chunk: Buffer) => {
    for (const [, id] of String(chunk).matchAll(/reached (\w+)/g)) if (id) reached.add(id);
  });
  const missing = () =>
    begun.filter(({ sessionId }) => !reached.has(sessionId)).map(({ point }) => point);
  await waitFor("every case to reach its point", () => missing().length === 0, 60_000).catch(
    (cause: unknown) => {
      throw new Error(`Not reached: ${missing().join("; ")}\n${errors}`, { cause });
    },
  );
  const gone = new Promise((resolve) => started.once("exit", resolve));
  started.kill("SIGKILL");
  await gone;
}

async function stateOf({ sessionId, tool }: Case) {
  const { agents } = crashWorld({});
  const conversation = foldConversation(await agents.journal.read(sessionId));
  const calls = [...callsOf(conversation)];
  expect(calls).toHaveLength(1);
  const last = conversation.items.findLast(
    (item) => item.kind === "message" && item.state === "complete",
  );
  return {
    call: calls[0] as CallBlock,
    answer: last?.kind === "message" ? textOf(last) : "",
    effects: await effectsOf(`${sessionId}:call_${tool}`),
  };
}
