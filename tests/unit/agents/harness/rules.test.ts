import { Message, TextBlock, ToolResultBlock } from "@strands-agents/sdk";
import { describe, expect, test } from "vitest";
import { HarnessConfig } from "@/lib/agents/config";
import type { AgentTool } from "@/server/agents/contracts";
import { cutPoint } from "@/server/agents/harness/context/context-window";
import { truncationOf } from "@/server/agents/harness/context/truncation";
import { overLimit } from "@/server/agents/harness/limits";
import { modelProblem } from "@/server/agents/harness/models/model-problem";
import { toStopReason } from "@/server/agents/harness/models/stop-reasons";
import { inputProblem } from "@/server/agents/harness/tools/check-input";
import { isAllowed } from "@/server/agents/harness/tools/collect-tools";

describe("allowedTools", () => {
  const shell = { name: "shell", source: "builtin" } as const;
  const top = { name: "news_top", source: "mcp", server: "news" } as const;
  const verb = { name: "release_retry_stage", source: "verb" } as const;
  test.each([
    [undefined, [shell, top, verb]],
    [["*"], [shell, top, verb]],
    [["shell"], [shell]],
    [["@builtin/*"], [shell]],
    [
      ["@builtin/shell", "@news/t*"],
      [shell, top],
    ],
    [["@news"], [top]],
    [["release_*"], [verb]],
    [["@other/top"], []],
    [[], []],
  ])("%j lets through what it names", (allowed, through) => {
    expect([shell, top, verb].filter((tool) => isAllowed(allowed, tool))).toEqual(through);
  });
});

describe("arguments", () => {
  const tool = (inputSchema: object) => ({ name: "read_log", inputSchema }) as unknown as AgentTool;
  test.each([
    [
      { type: "object", required: ["a"], properties: { a: { type: "string" } } },
      { a: "x" },
      undefined,
    ],
    [{ type: "object", required: ["a"], properties: { a: { type: "string" } } }, {}, "a: "],
    [{ type: "object", properties: { n: { type: "integer", minimum: 1 } } }, { n: 0 }, "n: "],
    [{ type: "object", additionalProperties: false }, { more: 1 }, "more"],
    [{ type: "object" }, [], "have to be a JSON object"],
    // A foreign pattern that would take for ever is not tried.
    [
      { type: "object", properties: { a: { type: "string", pattern: "^(a+)+$" } } },
      { a: `${"a".repeat(40)}!` },
      undefined,
    ],
    // A property may be called `pattern`.
    [
      { type: "object", properties: { pattern: { type: "number" } } },
      { pattern: "x" },
      "pattern: ",
    ],
  ])("%j and %j", (schema, input, problem) => {
    const found = inputProblem(tool(schema), input);
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(problem);
  });
});

describe("limits", () => {
  const used = {
    turns: 3,
    usage: { inputTokens: 90, outputTokens: 10, totalTokens: 100 },
    nanoUsd: 50,
  };
  test.each([
    [{}, undefined],
    [{ turns: 3 }, "max_iterations_exceeded"],
    [{ turns: 4 }, undefined],
    [{ outputTokens: 10 }, "max_output_tokens_exceeded"],
    [{ totalTokens: 100 }, "x_budget_exceeded"],
    [{ nanoUsd: 50 }, "x_budget_exceeded"],
    [{ nanoUsd: 51 }, undefined],
  ])("%j", (limits, stopReason) => {
    expect(overLimit(used, limits)?.stopReason).toBe(stopReason);
  });

  test("no limit at all is the house's", () => {
    expect(overLimit({ ...used, turns: 75 }, {})?.stopReason).toBe("max_iterations_exceeded");
  });
});

describe("a model's trouble", () => {
  const named = (name: string, more: object = {}) =>
    Object.assign(new Error("secret words"), { name }, more);
  test.each([
    [named("ThrottlingException"), true, "throttles"],
    [named("Error", { status: 429 }), true, "throttles"],
    [named("AccessDeniedException", { $metadata: { httpStatusCode: 403 } }), false, "credentials"],
    [named("CredentialsProviderError"), false, "credentials"],
    [named("ResourceNotFoundException"), false, "does not know this model"],
    [named("InternalServerException", { $metadata: { httpStatusCode: 500 } }), true, "failed"],
    [new Error("wrapped", { cause: named("ThrottlingException") }), true, "throttles"],
    [new Error("socket hang up"), true, "broke off"],
  ])("%s", (error, again, words) => {
    const problem = modelProblem(error);
    expect(problem.again).toBe(again);
    expect(problem.sentence).toContain(words);
    expect(problem.sentence).not.toContain("secret");
  });
});

test.each([
  ["endTurn", "end_turn"],
  ["toolUse", "tool_use"],
  ["maxTokens", "max_tokens"],
  ["guardrailIntervened", "content_filtered"],
  ["modelContextWindowExceeded", "model_context_window_exceeded"],
  ["somethingNew", "end_turn"],
])("%s is %s in AgentCore's words", (sdk, ours) => {
  expect(toStopReason(sdk)).toBe(ours);
});

describe("truncation", () => {
  const of = (truncation?: unknown) =>
    truncationOf(
      HarnessConfig.parse({ name: "a", model: { provider: "bedrock", modelId: "m" }, truncation }),
    );
  test("is read in AgentCore's form", () => {
    expect(of()).toEqual({ strategy: "sliding_window", most: 40, keep: 30 });
    expect(
      of({ strategy: "sliding_window", config: { slidingWindow: { messagesCount: 8 } } }),
    ).toEqual({ strategy: "sliding_window", most: 8, keep: 6 });
    expect(
      of({
        strategy: "summarization",
        config: { summarization: { preserveRecentMessages: 6, summaryRatio: 0.5 } },
      }),
    ).toEqual({ strategy: "summarization", most: 12, keep: 6 });
    expect(of({ strategy: "none" }).most).toBe(Number.POSITIVE_INFINITY);
  });

  test("never begins with results of calls that are gone", () => {
    const said = (role: "user" | "assistant") =>
      new Message({ role, content: [new TextBlock("x")] });
    const results = new Message({
      role: "user",
      content: [new ToolResultBlock({ toolUseId: "t", status: "success", content: [] })],
    });
    const messages = [said("user"), said("assistant"), results, said("assistant"), said("user")];
    expect(cutPoint(messages, 2)).toBe(3);
    expect(cutPoint(messages, 1)).toBe(1);
    expect(cutPoint([said("user"), said("assistant"), results], 2)).toBe(1);
  });
});
