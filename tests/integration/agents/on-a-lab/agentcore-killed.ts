import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callsOf } from "@/lib/agents/conversation";
import { sendMessageDefinition } from "@/server/agents/action-definitions";
import { listRemote } from "@/server/agents/agentcore/list-remote";
import { CHOSEN_THERE } from "@/server/agents/chosen-there";
import { anAgentSession } from "../../../fixtures/agents/an-agent-session";
import { waitFor } from "../../../fixtures/wait-for";
import { setFaults, setPace } from "../../lab/bedrock/a-model.ts";
import { lab, people, textsOf, world } from "./world";

let arn = "";
const started: ChildProcess[] = [];

beforeAll(async () => {
  arn = (await listRemote()).agents[0]?.agent ?? "";
});
afterAll(() => {
  for (const each of started) each.kill("SIGKILL");
});

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A console of its own, which begins a run or takes up what waits for one. */
function aProcess(run?: { sessionId: string; runId: string; message: string }) {
  const child = spawn(
    process.execPath,
    [
      "--import",
      here("../../../fixtures/console-loader.mjs"),
      here("../../../fixtures/agents/engine-process.ts"),
      ...(run ? [JSON.stringify(run)] : []),
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  started.push(child);
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    kill: async () => {
      child.kill("SIGKILL");
      await gone;
    },
  };
}

async function aSession() {
  const { owner } = anAgentSession();
  const { id } = await world.engine.parts.sessions.create(
    anAgentSession({
      agent: arn,
      home: { kind: "agentcore", what: "harness", arn },
      model: CHOSEN_THERE,
      owner: { ...owner, id: people.operator.personId },
    }),
  );
  return id;
}

describe("a console that is killed while an agent works on AgentCore", () => {
  test("leaves a session that says what is not known, and that goes on when it is spoken to", async () => {
    const sessionId = await aSession();
    await setPace(lab, { perTokenMs: 20 });
    const console = aProcess({ sessionId, runId: randomUUID(), message: "Count to 900" });
    await waitFor(
      "some of the answer",
      async () => (await textsOf("assistant", sessionId)).join("").includes("3"),
      30_000,
    );
    await console.kill();
    await setPace(lab, { perTokenMs: 0 });
    const next = aProcess();
    await world.until(sessionId, "failed");
    const { problem } = await world.engine.parts.sessions.byId(sessionId);
    expect(problem).toBe(
      "The connection to AgentCore was lost while the agent worked there; it may have gone on. Ask it how far it came.",
    );
    await world.act(people.operator, sendMessageDefinition, {
      sessionId,
      message: "Count to 4",
      requestKey: randomUUID(),
    });
    await world.until(sessionId, "idle");
    expect((await textsOf("assistant", sessionId)).at(-1)).toContain("1 2 3 4");
    await next.kill();
  });

  test("keeps the call that waits for a person, and tells the agent once what was decided", async () => {
    const sessionId = await aSession();
    const message = 'Call approve_publishing with {"channel": "news"}';
    const first = aProcess({ sessionId, runId: randomUUID(), message });
    const approval = await world.waiting(sessionId);
    await first.kill();

    // The consent is on its way when the next one is killed.
    await setFaults(lab, {
      service: "bedrock-agentcore",
      operation: "InvokeHarness",
      kind: "delay",
      delayMs: 60_000,
    });
    const { personId, name, email } = people.approver;
    await world.engine.parts.approvals.decide(approval.id, {
      state: "approved",
      decidedBy: { id: personId, name, email },
      decidedAt: new Date().toISOString(),
      argumentsHash: approval.argumentsHash,
    });
    const second = aProcess();
    await waitFor(
      "the consent to be sent",
      async () =>
        [...callsOf(await world.conversation(sessionId))].some(
          ({ result }) => result !== undefined,
        ),
      30_000,
    );
    await second.kill();
    await setFaults(lab);
    const third = aProcess();

    await world.until(sessionId, "idle");
    // It would take up what other tests begin.
    await third.kill();
    expect((await textsOf("assistant", sessionId)).at(-1)).toContain(`Approved by ${name}`);
    expect([...callsOf(await world.conversation(sessionId))]).toMatchObject([
      { phase: "finished", result: { status: "success" } },
    ]);
    expect(await textsOf("user", sessionId)).toEqual([message]);
  });
});
