import { describe, expect, test } from "vitest";
import type { Approval } from "@/lib/agents/approval";
import type { JournalEntry, JournalEvent } from "@/lib/agents/events";
import type { AgentTool, Gate } from "@/server/agents/contracts";
import {
  aDefinition,
  aHarnessWorld,
  aTool,
  openGate,
} from "../../../fixtures/agents/harness-world";
import { bedrock } from "./bedrock";

const RETRY = { name: "retry_stage", input: { stage: "Deploy" } };
const retryStage = (done: unknown[], over: Partial<AgentTool> = {}) =>
  aTool({
    name: "retry_stage",
    class: "change",
    run: async (input) => {
      done.push(input);
      return { status: "success", content: [{ text: "retried" }] };
    },
    ...over,
  });

/** Asks for each call once; a decision is put there by the test. */
function askingGate() {
  const approvals = new Map<string, Approval>();
  const gate: Gate = {
    async admit(tool, input, call) {
      const approval = approvals.get(call.toolUseId) ?? {
        id: `a-${call.toolUseId}`,
        sessionId: call.sessionId,
        runId: call.runId,
        toolUseId: call.toolUseId,
        agent: call.agent,
        tool: tool.name,
        class: tool.class,
        input,
        argumentsHash: "0".repeat(64),
        preview: { sentence: "Retries." },
        rule: "Tools that change ask a person.",
        requestedBy: call.person,
        requestedAt: "2026-11-27T09:00:00.000Z",
        expiresAt: "2026-11-27T10:00:00.000Z",
        who: "anyone",
        state: "pending",
      };
      approvals.set(call.toolUseId, approval);
      const facts = { class: tool.class, rule: approval.rule, approval };
      if (approval.state === "pending") return { verdict: "wait", ...facts };
      if (approval.state === "approved") return { verdict: "run", input: approval.input, ...facts };
      return { verdict: "refuse", why: "Grace refused it.", ...facts };
    },
  };
  const decide = (toolUseId: string, change: Partial<Approval>) => {
    const approval = approvals.get(toolUseId);
    if (approval) approvals.set(toolUseId, { ...approval, ...change });
  };
  return { gate, approvals, decide };
}

const GRACE = { id: "grace", name: "Grace", email: "grace@example.com" };

describe("a person decides", () => {
  test("all calls of a turn are asked for, none is lost, and each goes its way", async () => {
    const done: unknown[] = [];
    const { gate, approvals, decide } = askingGate();
    const calls = ["one", "two", "three"].map((id) => ({ ...RETRY, id }));
    bedrock.script((_asked, turn) =>
      turn === 1 ? { text: "I retry.", calls } : { text: "Two are done." },
    );
    const world = aHarnessWorld({ tools: [retryStage(done)], gate });
    expect(await world.run("Retry all three.")).toEqual({
      state: "waiting",
      stopReason: "interrupted",
    });
    expect([...approvals.keys()]).toEqual(["one", "two", "three"]);
    expect(world.calls().map(({ phase }) => phase)).toEqual(["waiting", "waiting", "waiting"]);
    expect(done).toEqual([]);

    decide("one", { state: "approved", decidedBy: GRACE });
    expect((await world.run()).state).toBe("waiting");
    expect(done).toHaveLength(1);

    decide("two", { state: "denied", decidedBy: GRACE, reason: "not on a Friday" });
    decide("three", {
      state: "approved",
      decidedBy: GRACE,
      input: { stage: "Test" },
      askedInput: RETRY.input,
    });
    expect(await world.run()).toEqual({ state: "idle", stopReason: "end_turn" });
    expect(done).toEqual([{ stage: "Deploy" }, { stage: "Test" }]);
    expect(bedrock.asked).toHaveLength(2);
    const results = JSON.stringify(bedrock.asked[1]?.body.messages.at(-1));
    expect(results).toContain("not on a Friday");
    expect(results).toContain('A person changed the arguments; this ran: {\\"stage\\":\\"Test\\"}');
    expect(world.calls().map(({ by, phase }) => [by, phase])).toEqual([
      [GRACE.email, "finished"],
      [GRACE.email, "finished"],
      [GRACE.email, "finished"],
    ]);
    expect(world.answer()).toBe("Two are done.");
  });

  test("a message instead of a decision: the call did not run, and the model knows", async () => {
    const done: unknown[] = [];
    const { gate } = askingGate();
    bedrock.script((_asked, turn) => (turn === 1 ? { calls: [RETRY] } : { text: "As you wish." }));
    const world = aHarnessWorld({ tools: [retryStage(done)], gate });
    await world.run("Retry.");
    expect((await world.run("Leave it.")).state).toBe("idle");
    expect(done).toEqual([]);
    const { messages } = bedrock.asked[1]?.body ?? { messages: [] };
    expect(messages.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
    expect(JSON.stringify(messages[2])).toContain("a person wrote instead");
    expect(JSON.stringify(messages[2])).toContain("Leave it.");
  });
});

describe("a process died", () => {
  /** The journal of a run up to and with the first event that fits. */
  async function cutJournal(
    tool: AgentTool,
    isLast: (event: JournalEvent) => boolean,
  ): Promise<JournalEntry[]> {
    bedrock.script((_asked, turn) =>
      turn === 1 ? { text: "I retry.", calls: [RETRY] } : { text: "Done." },
    );
    const world = aHarnessWorld({ tools: [tool] });
    await world.run("Retry.", { runId: "run-1" });
    const at = world.entries.findIndex(({ event }) => isLast(event));
    expect(at).toBeGreaterThan(0);
    return world.entries.slice(0, at + 1);
  }
  const isPhase = (phase: string) => (event: JournalEvent) =>
    "x_tool" in event && event.x_tool.phase === phase;

  async function goOn(entries: JournalEntry[], tool: AgentTool) {
    bedrock.script(() => ({ text: "Done." }));
    const world = aHarnessWorld({ tools: [tool], entries, gate: openGate });
    const end = await world.run(undefined, { runId: "run-1" });
    return { world, end, asked: bedrock.asked };
  }

  test("before a call began: it runs", async () => {
    const done: unknown[] = [];
    const entries = await cutJournal(retryStage([]), isPhase("requested"));
    const { world, end } = await goOn(entries, retryStage(done));
    expect(end).toEqual({ state: "idle", stopReason: "end_turn" });
    expect(done).toHaveLength(1);
    expect(world.calls()[0]?.phase).toBe("finished");
  });

  test("in mid-answer: the half is dropped and the model is asked again", async () => {
    const entries = await cutJournal(
      retryStage([]),
      (event) => "contentBlockDelta" in event && event.contentBlockDelta.delta.text === "retry.",
    );
    const { world, asked } = await goOn(entries, retryStage([]));
    expect(asked).toHaveLength(1);
    expect(world.messages().map(({ role }) => role)).toEqual(["user", "assistant"]);
  });

  test("after a change began: it is never repeated, and the model is told to look", async () => {
    const done: unknown[] = [];
    const entries = await cutJournal(retryStage([]), isPhase("started"));
    const { world, asked } = await goOn(entries, retryStage(done));
    expect(done).toEqual([]);
    expect(world.calls()[0]?.phase).toBe("unknown");
    expect(JSON.stringify(asked[0]?.body.messages.at(-1))).toContain("look first");
  });

  test.each([
    ["one that reads", { class: "read" as const }],
    ["one within the sandbox", { contained: true }],
    ["one that knows that it did nothing", { settle: async () => "not_done" as const }],
  ])("after %s began: it runs again", async (_name, over) => {
    const done: unknown[] = [];
    const entries = await cutJournal(retryStage([], over), isPhase("started"));
    const { world } = await goOn(entries, retryStage(done, over));
    expect(done).toHaveLength(1);
    expect(world.calls()[0]?.phase).toBe("finished");
  });

  test("after one began that knows what it did: that is its result", async () => {
    const done: unknown[] = [];
    const over = {
      settle: async () => ({ status: "success" as const, content: [{ text: "it was retried" }] }),
    };
    const entries = await cutJournal(retryStage([], over), isPhase("started"));
    const { world } = await goOn(entries, retryStage(done, over));
    expect(done).toEqual([]);
    expect(world.calls()[0]?.result?.content).toEqual([{ text: "it was retried" }]);
  });

  test("after a call finished: its result is used, and nothing runs", async () => {
    const done: unknown[] = [];
    const entries = await cutJournal(retryStage([]), isPhase("finished"));
    const { end, asked } = await goOn(entries, retryStage(done));
    expect(end.state).toBe("idle");
    expect(done).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  test("what the earlier process used counts for the run's limits", async () => {
    const entries = await cutJournal(retryStage([]), isPhase("finished"));
    const world = aHarnessWorld({
      tools: [retryStage([])],
      entries,
      session: { limits: { turns: 1 } },
    });
    bedrock.script(() => ({ text: "Never asked." }));
    expect(await world.run(undefined, { runId: "run-1" })).toMatchObject({
      stopReason: "max_iterations_exceeded",
    });
    expect(bedrock.asked).toHaveLength(0);
  });
});

describe("long conversations", () => {
  const chat = async (truncation: unknown, messages: number) => {
    const world = aHarnessWorld({
      definition: aDefinition({ harness: { truncation } }),
    });
    for (let at = 1; at <= messages; at += 1) await world.run(`Question ${at}?`);
    return world;
  };

  test("a window shows the last messages, and the journal says what it left out", async () => {
    bedrock.script((_asked, turn) => ({ text: `Answer ${turn}.` }));
    const world = await chat(
      { strategy: "sliding_window", config: { slidingWindow: { messagesCount: 4 } } },
      4,
    );
    const shown = JSON.stringify(bedrock.asked.at(-1)?.body.messages);
    expect(shown).not.toContain("Question 1?");
    expect(shown).toContain("Question 4?");
    expect(world.events().some((event) => "x_context" in event)).toBe(true);
    expect(world.messages()).toHaveLength(8);
  });

  test("a summary stands for what is left out, in later runs too", async () => {
    bedrock.script((asked) =>
      JSON.stringify(asked.body.messages).includes("Summarise this conversation.")
        ? { text: "They asked about ports." }
        : { text: "An answer." },
    );
    const world = await chat(
      {
        strategy: "summarization",
        config: { summarization: { preserveRecentMessages: 2 } },
      },
      4,
    );
    expect(world.events()).toContainEqual({
      x_context: expect.objectContaining({ summary: "They asked about ports." }),
    });
    const shown = JSON.stringify(bedrock.asked.at(-1)?.body.messages);
    expect(shown).toContain("Summary of the conversation so far:\\nThey asked about ports.");
    expect(shown).not.toContain("Question 1?");
  });

  test("a conversation that the model cannot take is shortened and tried again", async () => {
    bedrock.script((asked) =>
      asked.body.messages.length > 3
        ? {
            status: 400,
            code: "ValidationException",
            message: "Input is too long for requested model",
          }
        : { text: "Short enough." },
    );
    const world = await chat({ strategy: "sliding_window" }, 3);
    expect(world.answer()).toBe("Short enough.");
    expect(world.events().some((event) => "x_context" in event)).toBe(true);
  });

  test("without truncation it is an end with its reason", async () => {
    bedrock.script(() => ({
      status: 400,
      code: "ValidationException",
      message: "Input is too long for requested model",
    }));
    const world = aHarnessWorld({
      definition: aDefinition({ harness: { truncation: { strategy: "none" } } }),
    });
    expect(await world.run("Hello?")).toMatchObject({
      state: "idle",
      stopReason: "model_context_window_exceeded",
    });
  });
});
