import { describe, expect, test } from "vitest";
import { foldConversation } from "@/lib/agents/fold-conversation";
import { modelsOf } from "@/server/agents/harness/models";
import type { AgentSettings } from "@/server/platform/env";
import { AppError } from "@/server/platform/errors";
import { aDefinition, aHarnessWorld, aTool } from "../../../fixtures/agents/harness-world";
import { bedrock } from "./bedrock";
import { callOnce, readLog } from "./read-log";

describe("a turn", () => {
  test("streams words, calls a tool, goes on with its result, and counts tokens and money", async () => {
    bedrock.script(callOnce("read_log", { deployment: "d-1" }));
    const world = aHarnessWorld({ tools: [readLog()] });
    const end = await world.run("Why did v1.1 fail?");
    expect(end).toEqual({ state: "idle", stopReason: "end_turn" });
    expect(world.messages().map(({ role, stopReason }) => [role, stopReason])).toEqual([
      ["user", "end_turn"],
      ["assistant", "tool_use"],
      ["assistant", "end_turn"],
    ]);
    expect(world.answer()).toBe("It listened on the wrong port.");
    expect(world.calls()).toMatchObject([
      {
        name: "read_log",
        input: { deployment: "d-1" },
        phase: "finished",
        rule: "Tests let it run.",
        output: [{ stream: "stdout", text: "line 12: EADDRINUSE\n" }],
        result: { status: "success" },
      },
    ]);
    expect(world.calls()[0]?.steps.map(({ phase }) => phase)).toEqual([
      "requested",
      "started",
      "finished",
    ]);
    // 2 answers of 100 in and 10 out, at 1 and 10 dollars a million.
    expect(foldConversation(world.entries).runs).toMatchObject([
      { turns: 2, nanoUsd: 400_000, usage: { totalTokens: 220 }, stopReason: "end_turn" },
    ]);
    expect(world.used).toMatchObject({
      turns: 2,
      inputTokens: 200,
      outputTokens: 20,
      nanoUsd: 400_000,
      unpriced: 0,
    });
    const [, second] = bedrock.asked;
    expect(second?.body.messages.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
    expect(JSON.stringify(second?.body.messages[2])).toContain("exitCode");
  });

  test("notes of each answer that nobody could price it", async () => {
    bedrock.script(callOnce("read_log", { deployment: "d-1" }));
    const modelFor = modelsOf({ settings: {} as AgentSettings, prices: {} });
    const world = aHarnessWorld({ tools: [readLog()], parts: { modelFor } });
    await world.run("Why did v1.1 fail?");
    expect(world.used).toMatchObject({ turns: 2, nanoUsd: 0, unpriced: 2 });
    expect(foldConversation(world.entries).runs).toMatchObject([{ nanoUsd: 0, unpriced: 2 }]);
  });
});

describe("what a model gets wrong", () => {
  const resultOf = async (call: { name: string; input: unknown }) => {
    const runs: string[] = [];
    bedrock.script((_asked, turn) => (turn === 1 ? { calls: [call] } : { text: "Sorry." }));
    const world = aHarnessWorld({ tools: [readLog(runs)] });
    const end = await world.run("Look.");
    expect(end.state).toBe("idle");
    expect(runs).toEqual([]);
    expect(world.answer()).toBe("Sorry.");
    return world.calls()[0]?.result;
  };

  test("a tool that does not exist is answered with those that do", async () => {
    const result = await resultOf({ name: "delete_all", input: {} });
    expect(result).toEqual({
      status: "error",
      content: [{ text: "There is no tool delete_all. There are: read_log." }],
    });
  });

  test("arguments that are no JSON are answered in one sentence", async () => {
    const result = await resultOf({ name: "read_log", input: '{"deployment": "d-1' });
    expect(result?.content).toEqual([{ text: "The arguments of read_log are not JSON." }]);
  });

  test("arguments that do not fit the schema are answered with where and why", async () => {
    const result = await resultOf({ name: "read_log", input: { deployment: 7 } });
    expect(JSON.stringify(result?.content)).toContain("deployment: ");
  });

  test("an id of a call that comes twice is made two", async () => {
    const runs: string[] = [];
    const call = { id: "same", name: "read_log", input: { deployment: "d" } };
    bedrock.script((_asked, turn) => (turn < 3 ? { calls: [call] } : { text: "Done." }));
    await aHarnessWorld({ tools: [readLog(runs)] }).run("Look twice.");
    expect(runs).toEqual(["same", "same-2"]);
    const last = JSON.stringify(bedrock.asked.at(-1)?.body.messages);
    expect(last.match(/"toolUseId":"same-2"/g)).toHaveLength(2);
  });

  test("an empty answer is an end, and the session goes on", async () => {
    bedrock.script((_asked, turn) => (turn === 1 ? {} : { text: "Here I am." }));
    const world = aHarnessWorld({});
    expect(await world.run("Hello?")).toMatchObject({ state: "idle", stopReason: "end_turn" });
    await world.run("Hello??");
    expect(world.answer()).toBe("Here I am.");
    expect(bedrock.asked[1]?.body.messages.map(({ role }) => role)).toEqual(["user"]);
  });

  test("calls without end meet the limit of turns", async () => {
    bedrock.script(() => ({ calls: [{ name: "read_log", input: { deployment: "d" } }] }));
    const world = aHarnessWorld({ tools: [readLog()], session: { limits: { turns: 3 } } });
    expect(await world.run("Look.")).toEqual({
      state: "idle",
      stopReason: "max_iterations_exceeded",
      problem: "The run took 3 turns; 3 is its limit.",
    });
    expect(bedrock.asked).toHaveLength(3);
  });
});

describe("a provider in trouble", () => {
  test("a model that is busy is asked again, and the person is told", async () => {
    bedrock.script((_asked, turn) =>
      turn < 3 ? { status: 429, code: "ThrottlingException" } : { text: "At last." },
    );
    const world = aHarnessWorld({});
    expect((await world.run("Hello?")).state).toBe("idle");
    expect(world.answer()).toBe("At last.");
    expect(world.events().filter((event) => "x_problem" in event)).toHaveLength(2);
  });

  test("an answer that breaks off is dropped and asked for again", async () => {
    bedrock.script((_asked, turn) =>
      turn === 1 ? { text: "It is the po rt", cutAfter: 3 } : { text: "It is the port." },
    );
    const world = aHarnessWorld({});
    expect((await world.run("Why?")).state).toBe("idle");
    expect(world.messages().map(({ role }) => role)).toEqual(["user", "assistant"]);
    expect(world.answer()).toBe("It is the port.");
  });

  test("what stays broken fails in one sentence, without what the provider let slip", async () => {
    bedrock.script(() => ({
      status: 400,
      code: "ValidationException",
      message: "bad key sk-verysecret123 for user",
    }));
    const world = aHarnessWorld({});
    const end = await world.run("Hello?");
    expect(end.state).toBe("failed");
    expect(end.problem).toContain("refused the request: bad key … for user");
    expect(JSON.stringify(world.entries)).not.toContain("verysecret");
    expect(bedrock.asked).toHaveLength(1);
  });

  test("a model that falls silent is given up and asked again", async () => {
    bedrock.script((_asked, turn) =>
      turn === 1 ? { text: "one two", holdAt: 2 } : { text: "Awake." },
    );
    const world = aHarnessWorld({ parts: { idleMs: 150 } });
    expect((await world.run("Hello?")).state).toBe("idle");
    expect(world.answer()).toBe("Awake.");
  });
});

describe("tools in trouble", () => {
  const outcomeOf = async (tool: ReturnType<typeof aTool>, parts = {}) => {
    bedrock.script(callOnce(tool.name, {}));
    const world = aHarnessWorld({ tools: [tool], parts });
    await world.run("Do it.");
    const [call] = world.calls();
    return { call, text: call?.result?.content.map(({ text }) => text).join("") ?? "", world };
  };

  test("one that throws is an error without what it said", async () => {
    const { call, text } = await outcomeOf(
      aTool({ name: "broken", run: () => Promise.reject(new Error("password=hunter2")) }),
    );
    expect(call?.phase).toBe("finished");
    expect(text).toMatch(/^broken failed \([a-z2-9]{8}\)\.$/);
  });

  test("a foreseen problem is told as it is", async () => {
    const { text } = await outcomeOf(
      aTool({
        name: "refusing",
        run: () => Promise.reject(new AppError("conflict", "The stage is at work.")),
      }),
    );
    expect(text).toBe("The stage is at work.");
  });

  test("one that hangs is stopped; a change whose effect nobody knows says so", async () => {
    const hang = (_input: unknown, call: { signal: AbortSignal }) =>
      new Promise<never>((_done, fail) =>
        call.signal.addEventListener("abort", () => fail(new Error("aborted"))),
      );
    const read = await outcomeOf(aTool({ name: "slow", run: hang }), { toolTimeoutMs: 50 });
    expect(read.call?.phase).toBe("finished");
    expect(read.text).toContain("was stopped after");
    const change = await outcomeOf(aTool({ name: "slow", class: "change", run: hang }), {
      toolTimeoutMs: 50,
    });
    expect(change.call?.phase).toBe("unknown");
    expect(change.text).toContain("not known whether it took effect");
  });

  test("ten megabytes are cut, and said to be", async () => {
    const { text, world } = await outcomeOf(
      aTool({
        name: "chatty",
        run: async (_input, call) => {
          call.emit({ stream: "stdout", text: "y".repeat(1_000_000) });
          return { status: "success", content: [{ text: "x".repeat(10_000_000) }] };
        },
      }),
    );
    expect(text.length).toBeLessThan(61_000);
    expect(text).toContain("9940000 of 10000000 characters were cut here");
    expect(JSON.stringify(world.entries).length).toBeLessThan(250_000);
  });
});

describe("what a run begins with", () => {
  test("notes of earlier sessions go before the message, and the journal names them", async () => {
    bedrock.script(() => ({ text: "I know." }));
    const world = aHarnessWorld({
      parts: { recall: async () => ({ block: "[Notes] lab-app is theirs", texts: ["lab-app"] }) },
    });
    await world.run("Which is mine?");
    expect(bedrock.asked[0]?.body.messages[0]?.content).toEqual([
      { text: "[Notes] lab-app is theirs" },
      { text: "Which is mine?" },
    ]);
    expect(world.events()).toContainEqual({ x_memory: { phase: "recalled", texts: ["lab-app"] } });
  });

  test("plan mode is told to the model, and to the policy", async () => {
    bedrock.script(callOnce("read_log", { deployment: "d" }));
    const modes: string[] = [];
    const world = aHarnessWorld({
      tools: [readLog(), aTool({ name: "retry_stage", class: "change" })],
      session: { mode: "plan" },
      gate: {
        admit: async (tool, input, call) => {
          modes.push(call.mode);
          return { verdict: "run", input, class: tool.class, rule: "It reads." };
        },
      },
    });
    await world.run("Plan it.");
    expect(bedrock.asked[0]?.body.system?.[0]?.text).toContain("You are in plan mode");
    const tools = bedrock.asked[0]?.body.toolConfig?.tools.map(({ toolSpec }) => toolSpec.name);
    expect(tools).toEqual(["read_log"]);
    expect(modes).toEqual(["plan"]);
  });

  test("tools that no model takes, have no class or are not allowed are not there", async () => {
    bedrock.script(() => ({ text: "Hello." }));
    const world = aHarnessWorld({
      definition: aDefinition({ harness: { allowedTools: ["read_*", "bad name", "wild"] } }),
      tools: [
        aTool({ name: "read_log" }),
        aTool({ name: "bad name" }),
        aTool({ name: "wild", class: undefined as never }),
        aTool({ name: "shell" }),
      ],
    });
    await world.run("Hello?");
    const tools = bedrock.asked[0]?.body.toolConfig?.tools.map(({ toolSpec }) => toolSpec.name);
    expect(tools).toEqual(["read_log"]);
  });

  test("a source of tools that fails is told, and the run goes on without it", async () => {
    bedrock.script(() => ({ text: "Hello." }));
    const world = aHarnessWorld({});
    world.parts.providers.push(() =>
      Promise.reject(new AppError("upstream", "The server news does not answer.")),
    );
    expect((await world.run("Hello?")).state).toBe("idle");
    expect(world.events()).toContainEqual({
      x_problem: { message: "Some tools are missing: The server news does not answer." },
    });
  });
});
