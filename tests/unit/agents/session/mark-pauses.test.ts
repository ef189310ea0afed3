import { describe, expect, it } from "vitest";
import { markPauses } from "@/lib/agents/mark-pauses";
import { prepareTrace } from "@/lib/agents/prepare-trace";
import type { Span } from "@/lib/agents/trace";

const aCall = (spanId: string, toolUseId: string, failed: boolean): Span => ({
  traceId: "t",
  spanId,
  sessionId: "ses_1",
  runId: "run-1",
  name: "execute_tool",
  operation: "execute_tool",
  startNs: `${Number(spanId)}000000`,
  endNs: `${Number(spanId) + 1}000000`,
  status: "unset",
  attributes: {
    "gen_ai.tool.call.id": toolUseId,
    ...(failed && { "gen_ai.tool.status": "error" }),
  },
  events: [],
});

const marked = (spans: Span[], waiting: string[] = []) => {
  const [run] = markPauses(prepareTrace(spans), new Set(waiting));
  return { errors: run?.errors, rows: run?.rows.map(({ error, paused }) => error ?? paused) };
};

describe("a trace's pauses", () => {
  it("are no failures once the call went on", () => {
    expect(marked([aCall("1", "a", true), aCall("2", "a", false)])).toEqual({
      errors: 0,
      rows: [true, undefined],
    });
  });
  it("are none while a person is asked", () => {
    expect(marked([aCall("1", "a", true)], ["a"])).toEqual({ errors: 0, rows: [true] });
  });
  it("do not hide that a call failed in the end", () => {
    expect(marked([aCall("1", "a", true), aCall("2", "a", true), aCall("3", "b", true)])).toEqual({
      errors: 2,
      rows: [true, "The tool failed.", "The tool failed."],
    });
  });
});
