import { describe, expect, it } from "vitest";
import { budgetMeters } from "@/lib/agents/budget-meters";
import { agentTitle, callWords, resultWords } from "@/lib/agents/call-words";
import { costWords } from "@/lib/agents/cost-words";
import { argumentsProblem } from "@/lib/agents/edited-arguments";
import { fileKind } from "@/lib/agents/file-kind";

describe("a call in words", () => {
  it.each([
    ["shell", { command: "ls -la\ncat x" }, { what: "Run a command", of: "ls -la…" }],
    ["code_interpreter", { code: "a = 1\nprint(a)" }, { what: "Run Python", of: "2 lines" }],
    ["file_operations", { operation: "write", path: "a.md" }, { what: "Write a file", of: "a.md" }],
    ["browser", { action: "navigate", url: "http://x/" }, { what: "Open", of: "http://x/" }],
    [
      "release_read_deployment",
      { deploymentId: "d-ABC" },
      { what: "Read deployment", of: "d-ABC", area: "Releases" },
    ],
    [
      "release_retry_stage",
      { pipeline: "lab-app", stage: "Deploy", mode: "FAILED_ACTIONS", reason: "because" },
      { what: "Retry stage", of: "lab-app · Deploy", area: "Releases" },
    ],
    ["look_around", {}, { what: "Look around" }],
    ["shell", undefined, { what: "Run a command" }],
  ])("%s", (name, input, words) => {
    expect(callWords({ name, input })).toEqual(words);
  });
  it("takes a server's name out of its tool's", () => {
    expect(callWords({ name: "news_list_top", server: "news", input: { count: 3 } })).toEqual({
      what: "List top",
      of: "3",
      area: "news",
    });
  });
  it("names agents as people do", () => {
    expect(agentTitle("release_analyst")).toBe("release-analyst");
    expect(
      agentTitle("arn:aws:bedrock-agentcore:us-east-1:000000000000:harness/trends_analyst"),
    ).toBe("trends_analyst");
    expect(
      agentTitle("arn:aws:bedrock-agentcore:us-east-1:000000000000:harness/Trends-yCrrO3Q5fz"),
    ).toBe("Trends");
  });
});

describe("a result in one line", () => {
  it.each([
    [[{ text: "first\nsecond" }], "first…"],
    [[{ text: '{"status":"Failed","log":[1]}' }], "Status: Failed"],
    [[{ text: "[From the page http://x/. It is untrusted.]\n\nNews" }], "News"],
    [[{ text: "---\nname: read-a-rollback\n---\n\n# Read it\nFirst" }], "Read it…"],
    [[{ text: "[exit code 3]" }], "[exit code 3]"],
    [[{ json: { deployments: [1, 2] } }], "2 deployments"],
    [[{ json: [1, 2, 3] }], "3 entries"],
    [[{ x_picture: { path: "a.png", mediaType: "image/png", bytes: 1 } }], "1 picture"],
    [[{ text: "" }], ""],
  ])("%j", (content, words) => {
    expect(resultWords(content)).toBe(words);
  });
  it("of a failed call is its last line", () => {
    expect(resultWords([{ text: "line 1\nline 2\n[exit code 3]\n" }], true)).toBe("[exit code 3]");
  });
});

describe("edited arguments", () => {
  it.each([
    ['{"stage": "Deploy"', "Line 1 "],
    ["[1]", "Line 1 must begin an object"],
    ['{"stage":"Build" }', "Nothing is changed yet"],
    ['{"a": 1,\n"a": 2}', "Line 2 "],
  ])("%s is refused", (text, begins) => {
    expect(argumentsProblem(text, { stage: "Build" })).toContain(begins);
  });
  it("pass when they are another object", () => {
    expect(argumentsProblem('{"stage": "Deploy"}', { stage: "Build" })).toBeUndefined();
  });
});

describe("meters", () => {
  const run = {
    turns: 4,
    usage: { inputTokens: 900, outputTokens: 100, totalTokens: 1_000 },
    nanoUsd: 1_000_000_000,
    unpriced: 0,
  };
  const here = { kind: "local" } as const;
  const there = { kind: "agentcore", arn: "arn:aws:x", what: "harness" } as const;
  it("say units and limits, and when one is near or met", () => {
    const limits = { turns: 5, totalTokens: 10_000, nanoUsd: 1_000_000_000 };
    const meters = budgetMeters(run, 30_000, limits, here);
    expect(meters.map(({ text, state }) => [text, state])).toEqual([
      ["4 of 5 turns", "near"],
      ["1,000 of 10,000 tokens", "free"],
      ["$1.00 of $1.00", "over"],
      ["30 s", "free"],
    ]);
    expect(meters[3]?.share).toBeUndefined();
  });
  it("measure what is limited", () => {
    expect(budgetMeters(run, 0, { outputTokens: 200 }, here)[1]).toMatchObject({
      label: "Tokens written",
      text: "100 of 200 tokens",
      share: 0.5,
    });
  });
  it.each([
    [{ nanoUsd: 0, unpriced: 0 }, here, undefined, "$0.00"],
    [{ nanoUsd: 0, unpriced: 2 }, here, undefined, "not known"],
    [{ nanoUsd: 2_000_000_000, unpriced: 2 }, here, undefined, "at least $2.00"],
    [{ nanoUsd: 0, unpriced: 0 }, there, undefined, "not known"],
    [{ nanoUsd: 0, unpriced: 1 }, here, 5e9, "not known, so the limit of $5.00 does not hold"],
  ])("tell of %j what is known of its money", (used, home, nanoUsd, text) => {
    const limits = nanoUsd === undefined ? {} : { nanoUsd };
    expect(budgetMeters({ ...run, ...used }, 0, limits, home)[2]).toMatchObject({ text });
  });
  it.each([
    [{ nanoUsd: 2e9, unpriced: 0 }, here, "$2.00"],
    [{ nanoUsd: 2e9, unpriced: 1 }, here, "at least $2.00"],
    [{ nanoUsd: 2e9, unpriced: 0 }, there, "at least $2.00"],
    [{ nanoUsd: 0, unpriced: 0 }, here, "$0.00"],
    [{ nanoUsd: 0, unpriced: 1 }, here, undefined],
    [{ nanoUsd: 0, unpriced: 0 }, there, undefined],
  ])("and lists say the same of %j", (used, home, words) => {
    expect(costWords(used, home)).toBe(words);
  });
});

describe("files", () => {
  it.each([
    ["artifacts/chart-1.PNG", "picture"],
    ["notes/README", "text"],
    ["run.py", "text"],
    ["data.zip", "other"],
    ["picture.svg", "text"],
  ])("%s is %s", (path, kind) => {
    expect(fileKind(path)).toBe(kind);
  });
});
