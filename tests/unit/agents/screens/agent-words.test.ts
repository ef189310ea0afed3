import { describe, expect, it } from "vitest";
import {
  homeStatusTone,
  homeStatusWords,
  limitWords,
  ruleWords,
  switchOffWords,
} from "@/lib/agents/agent-words";

describe("what switching off stops", () => {
  it("says that nothing runs", () => {
    expect(switchOffWords([{ running: 0, waiting: 0 }], false)).toBe(
      "Nothing runs at the moment. Sessions stay readable; it does not start until an admin switches it on again.",
    );
  });

  it("counts runs at work and those that wait, of all agents", () => {
    const words = switchOffWords(
      [
        { running: 2, waiting: 0 },
        { running: 1, waiting: 1 },
      ],
      true,
    );
    expect(words).toContain("3 runs at work and 1 run that waits for a person stop at once");
    expect(words).toContain("what they ask for lapses");
    expect(words).toContain("no agent starts until an admin switches agents on again");
  });

  it("has one run stop, and two that wait", () => {
    expect(switchOffWords([{ running: 1, waiting: 0 }], false)).toContain(
      "1 run at work stops at once.",
    );
    expect(switchOffWords([{ running: 0, waiting: 2 }], false)).toContain(
      "2 runs that wait for a person stop at once",
    );
  });
});

describe("what a run may use", () => {
  it("names each limit with its unit, money first", () => {
    expect(
      limitWords({ turns: 25, nanoUsd: 2_000_000_000, totalTokens: 400_000, ms: 900_000 }),
    ).toEqual(["$2.00", "400,000 tokens", "25 turns", "15 min"]);
    expect(limitWords({})).toEqual([]);
  });
});

describe("what happens to a call of a tool", () => {
  it.each([
    [{ class: "read", approval: "allow" }, "Runs without asking."],
    [{ class: "read", approval: "allow", contained: true }, "Runs without asking, in its sandbox."],
    [{ class: "change", approval: "ask" }, "Asks a person before it runs."],
    [{ class: "destroy", approval: "ask" }, "Asks a person; not its invoker."],
    [{ class: "destroy", approval: "deny" }, "Never runs: the agent's policy refuses it."],
  ] as const)("%o", (tool, words) => {
    expect(ruleWords(tool)).toBe(words);
  });
});

it("tells how a harness on AgentCore stands", () => {
  expect(homeStatusTone("READY")).toBe("succeeded");
  expect(homeStatusTone("UPDATING")).toBe("running");
  expect(homeStatusTone("CREATE_FAILED")).toBe("failed");
  expect(homeStatusTone("SOMETHING_NEW")).toBe("unknown");
});

it("gives a status of AgentCore in words like ours", () => {
  expect(homeStatusWords("READY")).toBe("Ready");
  expect(homeStatusWords("UPDATE_FAILED")).toBe("Update failed");
});
