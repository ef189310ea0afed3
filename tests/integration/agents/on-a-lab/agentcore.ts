import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import {
  answerCallDefinition,
  decideCallDefinition,
  invokeAgentDefinition,
  resumeSessionDefinition,
  runCommandDefinition,
  sendMessageDefinition,
  stopRunDefinition,
} from "@/server/agents/action-definitions";
import { listRemote } from "@/server/agents/agentcore/list-remote";
import { dataOf } from "../../../fixtures/prompt-actions";
import { waitFor } from "../../../fixtures/wait-for";
import { setFaults, setPace } from "../../lab/bedrock/a-model.ts";
import { lab, people, textsOf, world } from "./world";

let harness = "";
let runtime = "";
beforeAll(async () => {
  const { agents, missing } = await listRemote();
  expect(missing).toEqual([]);
  expect(agents.map(({ title, status }) => [title, status])).toEqual([
    ["TrendsAgentHarness", "READY"],
    ["trends_runtime", "READY"],
  ]);
  [harness = "", runtime = ""] = agents.map(({ agent }) => agent);
});
const invoke = async (agent: string, message: string) =>
  dataOf(
    await world.act(people.operator, invokeAgentDefinition, {
      agent,
      message,
      requestKey: randomUUID(),
    }),
  ).sessionId;
const answersOf = (sessionId: string) => textsOf("assistant", sessionId);
const saidIn = (sessionId: string) => textsOf("user", sessionId);
const sessionOf = (id: string) => world.engine.parts.sessions.byId(id);

describe("an agent on AgentCore", () => {
  test("streams into the same journal, keeps its conversation, and takes a person's command", async () => {
    const id = await invoke(harness, "Please run `echo hello > note.txt; cat note.txt`");
    await world.until(id, "idle");
    const { items } = await world.conversation(id);
    const calls = items.flatMap((item) =>
      item.kind === "message" ? item.blocks.filter((block) => block.kind === "tool") : [],
    );
    expect(calls).toMatchObject([
      { name: "shell", phase: "finished", result: { status: "success" } },
    ]);
    expect((await answersOf(id)).join("\n")).toContain("hello");
    const { used } = await sessionOf(id);
    expect(used.turns).toBe(2);
    expect(used.outputTokens).toBeGreaterThan(0);
    await world.act(people.operator, sendMessageDefinition, {
      sessionId: id,
      message: "Compose a sonnet",
      requestKey: randomUUID(),
    });
    await world.until(id, "idle");
    expect((await answersOf(id)).at(-1)).toContain("Before that you said: “Please run");
    await world.act(people.operator, runCommandDefinition, {
      sessionId: id,
      command: "cat note.txt",
    });
    const command = await waitFor("the command's end", async () =>
      (await world.conversation(id)).items.find(
        (item) => item.kind === "command" && item.state === "finished",
      ),
    );
    expect(command).toMatchObject({ exitCode: 0, output: [{ stream: "stdout", text: "hello\n" }] });
  });

  test.each([
    ["approve", "Approved by"],
    ["deny", "not this week"],
  ] as const)("waits at an inline function: %s, and the agent is told", async (decision, told) => {
    const id = await invoke(harness, 'Call approve_publishing with {"channel": "news"}');
    const approval = await world.waiting(id);
    expect(approval).toMatchObject({ tool: "approve_publishing", input: { channel: "news" } });
    const decided = await world.act(people.approver, decideCallDefinition, {
      approvalId: approval.id,
      decision,
      argumentsHash: approval.argumentsHash,
      reason: "not this week",
    });
    expect(dataOf(decided).message).toBeTruthy();
    await world.until(id, "idle");
    expect((await answersOf(id)).at(-1)).toContain(told);
    const again = await world.act(people.approver, decideCallDefinition, {
      approvalId: approval.id,
      decision: "approve",
      argumentsHash: approval.argumentsHash,
    });
    expect(again).toMatchObject({ problem: { code: "conflict" } });
  });

  test("takes a person's answer where a function asks for one", async () => {
    const id = await invoke(harness, 'Call ask_person with {"question": "Which channel?"}');
    const approval = await world.waiting(id);
    expect(approval.asks).toBe("answer");
    await world.act(people.operator, answerCallDefinition, {
      sessionId: id,
      toolUseId: approval.toolUseId,
      answer: "The one called weekly.",
    });
    await world.until(id, "idle");
    expect((await answersOf(id)).at(-1)).toContain("The one called weekly.");
  });

  test("stops at the other end too", async () => {
    await setPace(lab, { perTokenMs: 20 });
    const id = await invoke(harness, "Count to 900");
    await waitFor("some of the answer", async () => (await answersOf(id)).join("").includes("3"));
    await world.act(people.operator, stopRunDefinition, { sessionId: id });
    await world.until(id, "idle");
    await setPace(lab, { perTokenMs: 0 });
    expect((await sessionOf(id)).lastStop).toBe("x_cancelled");
    await world.act(people.operator, sendMessageDefinition, {
      sessionId: id,
      message: "Count to 4",
      requestKey: randomUUID(),
    });
    await world.until(id, "idle");
    expect((await answersOf(id)).at(-1)).toContain("1 2 3 4");
  });

  test("may be a runtime, too", async () => {
    const id = await invoke(runtime, "Count to 5");
    await world.until(id, "idle");
    expect((await answersOf(id)).at(-1)).toBe("1 2 3 4 5");
  });

  test("fails in one sentence when AWS fails, at once or in the middle", async () => {
    await setFaults(lab, {
      service: "bedrock-agentcore",
      operation: "InvokeHarness",
      kind: "throttle",
    });
    const throttled = await invoke(harness, "Count to 5");
    await world.until(throttled, "failed");
    expect((await sessionOf(throttled)).problem).toContain("AgentCore is throttling");
    await setFaults(lab, {
      service: "bedrock-agentcore",
      operation: "InvokeHarness",
      kind: "cut",
      after: 9,
    });
    // Slow enough that something is read before it is cut.
    await setPace(lab, { perTokenMs: 20 });
    const cut = await invoke(harness, "Count to 50");
    await world.until(cut, "failed");
    await Promise.all([setFaults(lab), setPace(lab, { perTokenMs: 0 })]);
    expect((await sessionOf(cut)).problem).toMatch(/^AgentCore .*\.$/);

    // Well again, it goes on: what was not heard is sent again, who broke off is spoken to.
    for (const sessionId of [throttled, cut]) {
      await world.act(people.operator, resumeSessionDefinition, { sessionId });
      await world.until(sessionId, "idle");
      expect((await sessionOf(sessionId)).lastStop).toBe("end_turn");
    }
    expect(await answersOf(throttled)).toEqual(["1 2 3 4 5"]);
    expect((await saidIn(cut)).at(-1)).toBe("Go on.");
  });
});
