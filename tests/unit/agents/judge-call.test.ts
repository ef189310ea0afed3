import { describe, expect, test } from "vitest";
import { ConsoleConfig } from "@/lib/agents/config";
import { type CallFacts, judgeCall, namesOf } from "@/lib/agents/judge-call";
import type { ToolClass } from "@/lib/agents/tool";

const policy = (approvals: unknown = {}) => ConsoleConfig.parse({ approvals }).approvals;
const aCall = (over: Partial<CallFacts> = {}): CallFacts => ({
  tool: "release_retry_stage",
  source: "verb",
  class: "change",
  mode: "act",
  ...over,
});
const rule = (tool: string, action: string, who?: string) => ({
  rules: [{ tool, action, ...(who && { who }) }],
});
const judged = (approvals: unknown, over: Partial<CallFacts> = {}) => {
  const { action, who } = judgeCall(policy(approvals), aCall(over));
  return `${action} ${who}`;
};

const CLASSES = ["read", "change", "destroy"] as const;

describe("without rules", () => {
  test.each([
    ["read", "act", "allow anyone"],
    ["change", "act", "ask anyone"],
    ["destroy", "act", "ask other"],
    ["read", "plan", "allow anyone"],
    ["change", "plan", "deny anyone"],
    ["destroy", "plan", "deny other"],
  ] as const)("%s in mode %s: %s", (toolClass, mode, expected) => {
    expect(judged({}, { class: toolClass, mode })).toBe(expected);
  });

  test("what has no class, or one that nobody knows, asks another person", () => {
    expect(judged({}, { class: undefined })).toBe("ask other");
    expect(judged({}, { class: "harmless" as ToolClass })).toBe("ask other");
    expect(judged({}, { class: undefined, mode: "plan" })).toBe("deny other");
    expect(judged(rule("*", "allow"), { class: undefined })).toBe("ask other");
  });

  test("a tool that only a person can answer asks, also when it reads", () => {
    expect(judged({}, { class: "read", answeredByPerson: true })).toBe("ask anyone");
    expect(judged(rule("*", "allow"), { class: "read", answeredByPerson: true })).toBe(
      "ask anyone",
    );
  });
});

describe("a configuration", () => {
  test.each([
    ["allow", "read", "allow anyone"],
    ["allow", "change", "ask anyone"],
    ["allow", "destroy", "ask other"],
    ["ask", "read", "ask anyone"],
    ["ask", "change", "ask anyone"],
    ["ask", "destroy", "ask other"],
    ["deny", "read", "deny anyone"],
    ["deny", "change", "deny anyone"],
    ["deny", "destroy", "deny other"],
  ] as const)(
    "whose rule says %s to what is %s: %s, never below the class",
    (action, toolClass, expected) => {
      expect(judged(rule("release_*", action), { class: toolClass })).toBe(expected);
    },
  );

  test("can ask for another person, and not for fewer than the class", () => {
    expect(judged(rule("*", "ask", "other"))).toBe("ask other");
    expect(judged(rule("*", "allow", "other"))).toBe("ask other");
    expect(judged(rule("*", "ask", "anyone"), { class: "destroy" })).toBe("ask other");
  });

  test("whose rule lets everything run lets nothing change in plan mode", () => {
    for (const toolClass of CLASSES)
      expect(judged(rule("*", "allow"), { class: toolClass, mode: "plan" })).toMatch(
        toolClass === "read" ? /^allow/ : /^deny/,
      );
  });

  test("is held to its first rule that fits", () => {
    const rules = [
      { tool: "release_retry_*", action: "deny" },
      { tool: "*", action: "ask" },
    ];
    expect(judged({ rules })).toBe("deny anyone");
    expect(judged({ rules }, { tool: "cache_read_rates", class: "read" })).toBe("ask anyone");
  });

  test("says what holds for a class that no rule fits", () => {
    const classes = { read: "ask", change: "deny", destroy: "deny" };
    expect(CLASSES.map((each) => judged({ classes }, { class: each }))).toEqual([
      "ask anyone",
      "deny anyone",
      "deny other",
    ]);
  });

  test("cannot even say that classes which change are let through", () => {
    for (const each of ["change", "destroy"])
      expect(ConsoleConfig.safeParse({ approvals: { classes: { [each]: "allow" } } }).success).toBe(
        false,
      );
  });
});

test("rules name tools as the model does, builtins and servers' own by their place", () => {
  expect(namesOf({ tool: "shell", source: "builtin" })).toEqual(["shell", "@builtin/shell"]);
  expect(namesOf({ tool: "news_top", source: "mcp", server: "news" })).toEqual([
    "news_top",
    "@news/top",
  ]);
  const news = { tool: "news_top", source: "mcp", server: "news", class: "read" } as const;
  expect(judged(rule("@news/*", "deny"), news)).toBe("deny anyone");
  expect(judged(rule("@other/*", "deny"), news)).toBe("allow anyone");
});

test("each judgement names its rule in words", () => {
  const said = (approvals: unknown, over: Partial<CallFacts>) =>
    judgeCall(policy(approvals), aCall(over)).rule;
  expect(said({}, { class: "read" })).toBe("Tools that read run without asking.");
  expect(said({}, { class: "destroy" })).toBe("Tools that destroy ask another person.");
  expect(said({}, { mode: "plan" })).toBe("In plan mode only tools that read may run.");
  expect(said(rule("release_*", "deny"), {})).toBe("The agent's rule for release_* refuses it.");
});
