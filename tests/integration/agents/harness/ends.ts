import { describe, expect, test } from "vitest";
import { AppError } from "@/server/platform/errors";
import { aHarnessWorld, aTool } from "../../../fixtures/agents/harness-world";
import { waitFor } from "../../../fixtures/wait-for";
import { bedrock } from "./bedrock";
import { callOnce, readLog } from "./read-log";

describe("an end before the end", () => {
  test("a stop in mid-answer keeps what was said as interrupted", async () => {
    bedrock.script((_asked, turn) =>
      turn === 1 ? { text: "It is the port of", holdAt: 3 } : { text: "Yes." },
    );
    const world = aHarnessWorld({});
    const stop = new AbortController();
    const running = world.run("Why?", { signal: stop.signal });
    await waitFor("its first words", () => world.answer().startsWith("It is"));
    stop.abort(new Error("Stopped by ada@example.com."));
    expect(await running).toEqual({
      state: "idle",
      stopReason: "x_cancelled",
      problem: "Stopped by ada@example.com.",
    });
    expect(world.messages().at(-1)?.state).toBe("interrupted");
    await world.run("Go on?");
    expect(world.answer()).toBe("Yes.");
  });

  test("going on after a stop in mid-answer asks for that answer anew", async () => {
    bedrock.script((_asked, turn) =>
      turn === 1 ? { text: "It is the port of", holdAt: 3 } : { text: "The port." },
    );
    const world = aHarnessWorld({});
    const stop = new AbortController();
    const running = world.run("Why?", { signal: stop.signal });
    await waitFor("its first words", () => world.answer().startsWith("It is"));
    stop.abort();
    await running;
    expect((await world.run(undefined, { runId: "another" })).stopReason).toBe("end_turn");
    expect(world.answer()).toBe("The port.");
    expect(bedrock.asked[1]?.body.messages.map(({ role }) => role)).toEqual(["user"]);
  });

  test("time is a limit", async () => {
    bedrock.script(() => ({ text: "one two three", holdAt: 2 }));
    const world = aHarnessWorld({ session: { limits: { ms: 120 } } });
    expect(await world.run("Why?")).toMatchObject({
      state: "idle",
      stopReason: "timeout_exceeded",
    });
  });

  test.each([
    ["money", { nanoUsd: 150_000 }, "x_budget_exceeded"],
    ["all tokens", { totalTokens: 100 }, "x_budget_exceeded"],
    ["tokens written", { outputTokens: 10 }, "max_output_tokens_exceeded"],
  ])("%s is a limit", async (_name, limits, stopReason) => {
    bedrock.script(() => ({ calls: [{ name: "read_log", input: { deployment: "d" } }] }));
    const world = aHarnessWorld({ tools: [readLog()], session: { limits } });
    expect(await world.run("Look.")).toMatchObject({ state: "idle", stopReason });
    expect(bedrock.asked).toHaveLength(1);
  });

  test("a journal that refuses ends the run before anything has an effect", async () => {
    bedrock.script(callOnce("read_log", { deployment: "d-1" }));
    const runs: string[] = [];
    const world = aHarnessWorld({ tools: [readLog(runs)] });
    const { append } = world.parts.journal;
    world.parts.journal = {
      ...world.parts.journal,
      append: async (id, events, runId) => {
        if (events.some((event) => "x_tool" in event))
          throw new AppError("upstream", "The database is away.");
        return append(id, events, runId);
      },
    };
    expect(await world.run("Look.")).toMatchObject({
      state: "failed",
      problem: "The database is away.",
    });
    expect(runs).toEqual([]);
  });
});

test("a stop in the middle of a tool ends it, and the session goes on", async () => {
  bedrock.script(callOnce("slow", {}, "Then not."));
  let began = false;
  const slow = aTool({
    name: "slow",
    run: (_input, call) =>
      new Promise((_done, fail) => {
        began = true;
        call.signal.addEventListener("abort", () => fail(new Error("aborted")));
      }),
  });
  const world = aHarnessWorld({ tools: [slow] });
  const stop = new AbortController();
  const running = world.run("Take your time.", { signal: stop.signal });
  await waitFor("the tool to begin", () => began);
  stop.abort(new Error("Stopped by ada@example.com."));
  expect((await running).stopReason).toBe("x_cancelled");
  expect(world.calls()[0]?.result?.content).toEqual([{ text: "slow was stopped." }]);
  expect(await world.run("Never mind.")).toEqual({ state: "idle", stopReason: "end_turn" });
  expect(world.answer()).toBe("Then not.");
});
