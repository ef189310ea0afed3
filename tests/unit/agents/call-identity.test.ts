import { expect, test } from "vitest";
import { canonicalArguments } from "@/lib/agents/canonical-arguments";
import type { JournalEvent, Json } from "@/lib/agents/events";
import { forkPoint } from "@/lib/agents/fork-point";
import { hashArguments } from "@/server/agents/approvals/hash-arguments";

const call = {
  agent: "release_analyst",
  sessionId: "ses_1",
  tool: "retry",
  toolUseId: "tooluse_1",
  input: { b: [1, { d: null, c: "é\n" }], a: true } as Json,
};

test("the same arguments give the same text, however they were written", () => {
  expect(canonicalArguments(call)).toContain('"input":{"a":true,"b":[1,{"c":"é\\n","d":null}]}');
  const other = { a: true, b: [1, { c: "é\n", d: null }] };
  expect(hashArguments({ ...call, input: other })).toBe(hashArguments(call));
  expect(hashArguments({ ...call, more: "does not count" } as never)).toBe(hashArguments(call));
});

test("the hash of a call stays what it was: approvals that wait are bound to it", () => {
  expect(hashArguments(call)).toBe(
    "2636da6e7337e9454c5d5897760aa3df9aecbfa3f2c62a4d04f1ab8dd585b6e8",
  );
});

test.each(["agent", "sessionId", "tool", "toolUseId"] as const)(
  "another %s is another call",
  (key) => {
    expect(hashArguments({ ...call, [key]: "other" })).not.toBe(hashArguments(call));
  },
);

test("no two different arguments give one text", () => {
  const inputs: Json[] = [
    {},
    [],
    null,
    "",
    "{}",
    { a: 1 },
    { a: "1" },
    { a: [1] },
    { "a:1": 1 },
    [[1], 2],
    [1, [2]],
  ];
  const texts = inputs.map((input) => canonicalArguments({ ...call, input }));
  expect(new Set(texts).size).toBe(inputs.length);
});

test("a fork begins where nothing is half done", () => {
  const events: JournalEvent[] = [
    { messageStart: { role: "user" } },
    { messageStop: { stopReason: "end_turn" } },
    { messageStart: { role: "assistant" } },
    {
      contentBlockStart: {
        contentBlockIndex: 0,
        start: { toolUse: { toolUseId: "a", name: "t" } },
      },
    },
    { messageStop: { stopReason: "tool_use" } },
    { x_tool: { toolUseId: "a", name: "t", phase: "started" } },
    { x_tool: { toolUseId: "a", name: "t", phase: "finished" } },
    { messageStart: { role: "assistant" } },
    {
      contentBlockStart: {
        contentBlockIndex: 0,
        start: { toolUse: { toolUseId: "lost", name: "t" } },
      },
    },
    // The process died; the model is asked again.
    { messageStart: { role: "assistant" } },
    { messageStop: { stopReason: "end_turn" } },
    { x_command: { id: "c", phase: "started", by: "me", command: "ls" } },
    { x_command: { id: "c", phase: "finished", exitCode: 0, durationMs: 1 } },
  ];
  const entries = events.map((event, index) => ({ seq: index + 1, at: "", event }));
  const points = [0, ...events.map((_, index) => index + 1)].map((seq) => forkPoint(entries, seq));
  expect(points).toEqual([0, 0, 2, 2, 2, 2, 2, 7, 7, 7, 7, 11, 11, 13]);
});
