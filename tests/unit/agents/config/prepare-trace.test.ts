import { describe, expect, test } from "vitest";
import { COST_ATTRIBUTE, prepareTrace } from "@/lib/agents/prepare-trace";
import type { Span } from "@/lib/agents/trace";

const BEGAN = 1_790_000_000_000;
const ns = (ms: number) =>
  (BigInt(BEGAN) * 1_000_000n + BigInt(Math.round(ms * 1_000)) * 1_000n).toString();

/** A span from `from` to `to`, in milliseconds since the first run began. */
function aSpan(id: string, from: number, to: number, over: Partial<Span> = {}): Span {
  return {
    traceId: "t1",
    spanId: id,
    sessionId: "ses_1",
    runId: "run-1",
    name: id,
    startNs: ns(from),
    endNs: ns(to),
    status: "ok",
    attributes: {},
    events: [],
    ...over,
  };
}
const agent = (from: number, to: number, over: Partial<Span> = {}) =>
  aSpan("agent", from, to, {
    operation: "invoke_agent",
    attributes: { "gen_ai.agent.name": "release_analyst", "gen_ai.usage.input_tokens": 999 },
    ...over,
  });
const chat = (
  id: string,
  from: number,
  to: number,
  tokens: [number, number],
  over: Partial<Span> = {},
) =>
  aSpan(id, from, to, {
    operation: "chat",
    attributes: {
      "gen_ai.request.model": "m",
      "gen_ai.usage.input_tokens": tokens[0],
      "gen_ai.usage.output_tokens": tokens[1],
      [COST_ATTRIBUTE]: tokens[0] * 10,
    },
    ...over,
  });
const shape = (spans: Span[]) =>
  prepareTrace(spans).map(({ rows }) =>
    rows.map(({ span, depth, offsetMs, durationMs }) => [span.spanId, depth, offsetMs, durationMs]),
  );

describe("the tree", () => {
  const TABLE: [what: string, spans: Span[], rows: (string | number)[][][]][] = [
    ["nothing", [], []],
    [
      "children under their parent, by their beginning, in whatever order they came",
      [
        chat("late", 50, 80, [1, 1], { parentSpanId: "agent" }),
        chat("early", 10, 40, [1, 1], { parentSpanId: "agent" }),
        aSpan("tool", 60, 70, { parentSpanId: "late" }),
        agent(0, 100),
      ],
      [
        [
          ["agent", 0, 0, 100],
          ["early", 1, 10, 30],
          ["late", 1, 50, 30],
          ["tool", 2, 60, 10],
        ],
      ],
    ],
    ["a span that came twice counts once", [agent(0, 5), agent(0, 7)], [[["agent", 0, 0, 7]]]],
    [
      "two runs, the older first, each from its own beginning",
      [agent(5_000, 6_000, { runId: "run-2", traceId: "t2" }), agent(0, 100)],
      [[["agent", 0, 0, 100]], [["agent", 0, 0, 1_000]]],
    ],
    [
      "the same id in two traces is two spans",
      [agent(0, 10), agent(20, 30, { traceId: "t2" })],
      [
        [
          ["agent", 0, 0, 10],
          ["agent", 0, 20, 10],
        ],
      ],
    ],
    ["an end before its beginning", [agent(10, 4)], [[["agent", 0, 0, 0]]]],
    [
      "spans within each other",
      [aSpan("a", 0, 9, { parentSpanId: "b" }), aSpan("b", 1, 8, { parentSpanId: "a" })],
      [
        [
          ["a", 0, 0, 9],
          ["b", 0, 1, 7],
        ],
      ],
    ],
  ];
  test.each(TABLE)("%s", (_what, spans, rows) => {
    expect(shape(spans)).toEqual(rows);
  });

  test("a child whose parent is not there stands for itself and says so", () => {
    const [run] = prepareTrace([chat("c", 0, 5, [1, 1], { parentSpanId: "gone" })]);
    expect(run?.rows[0]).toMatchObject({ depth: 0, orphan: true });
  });

  test("a child that began before its parent is moved to it, with all below", () => {
    const [run] = prepareTrace([
      agent(100, 300),
      aSpan("tool", 60, 90, { parentSpanId: "agent" }),
      aSpan("inner", 70, 80, { parentSpanId: "tool" }),
    ]);
    expect(run?.rows.map(({ span, offsetMs, skewMs }) => [span.spanId, offsetMs, skewMs])).toEqual([
      ["agent", 40, undefined],
      ["tool", 40, 40],
      ["inner", 50, undefined],
    ]);
  });
});

describe("figures", () => {
  const spans = [
    agent(0, 100),
    chat("c1", 0, 40, [100, 10], { parentSpanId: "agent" }),
    aSpan("tool", 40, 60, {
      parentSpanId: "agent",
      operation: "execute_tool",
      status: "error",
      statusMessage: "The pipeline is not there.",
      attributes: {
        "gen_ai.tool.name": "release_read_pipeline",
        "gen_ai.tool.call.id": "tooluse_1",
      },
    }),
    chat("c2", 60, 100, [200, 20], { parentSpanId: "agent" }),
  ];

  test("tokens and money are the model calls', summed upwards and counted once", () => {
    const [run] = prepareTrace(spans);
    expect(run).toMatchObject({
      tokens: { input: 300, output: 30 },
      cost: { nanoUsd: 3_000, unpriced: 0 },
      errors: 1,
    });
    expect(
      run?.rows.map(({ label, kind, tokens, cost }) => [label, kind, tokens?.input, cost?.nanoUsd]),
    ).toEqual([
      ["release_analyst", "agent", 300, 3_000],
      ["m", "model", 100, 1_000],
      ["release_read_pipeline", "tool", undefined, undefined],
      ["m", "model", 200, 2_000],
    ]);
  });

  test("calls that nobody could price are told apart from those that cost nothing", () => {
    const unpriced = chat("c3", 100, 110, [50, 5], { parentSpanId: "agent" });
    const failed = chat("c4", 110, 120, [0, 0], { parentSpanId: "agent" });
    for (const { attributes } of [unpriced, failed]) delete attributes[COST_ATTRIBUTE];
    const [run] = prepareTrace([...spans, unpriced, failed]);
    expect(run?.cost).toEqual({ nanoUsd: 3_000, unpriced: 1 });
    expect(run?.rows.map(({ cost }) => cost?.unpriced)).toEqual([1, 0, undefined, 0, 1, 0]);
  });

  test("a tool's row is tied to its call and says what went wrong", () => {
    expect(prepareTrace(spans)[0]?.rows[2]).toMatchObject({
      toolUseId: "tooluse_1",
      error: "The pipeline is not there.",
    });
  });
});

describe("the axis", () => {
  test("fills the width, and a wait for a person takes little of it", () => {
    const hour = 3_600_000;
    const [run] = prepareTrace([
      agent(0, 1_000),
      agent(hour, hour + 1_000, { traceId: "t2", spanId: "again" }),
    ]);
    const [first, second] = run?.rows ?? [];
    expect(first?.left).toBe(0);
    expect(first?.width).toBeCloseTo(0.485, 2);
    expect((second?.left ?? 0) + (second?.width ?? 0)).toBeCloseTo(1, 9);
    expect(run?.breaks).toEqual([{ at: expect.closeTo(0.5, 9), ms: hour - 1_000 }]);
  });

  test("a short pause is drawn as it was", () => {
    const [run] = prepareTrace([agent(0, 1_000), agent(3_000, 4_000, { spanId: "again" })]);
    expect(run?.breaks).toEqual([]);
    expect(run?.rows[1]?.left).toBeCloseTo(0.75, 9);
  });

  test("2,000 spans are prepared fast enough to be drawn at each change", () => {
    const many = Array.from({ length: 2_000 }, (_, at) =>
      chat(`c${at}`, at, at + 1, [1, 1], { parentSpanId: "agent" }),
    );
    expect(prepareTrace([agent(0, 2_000), ...many])[0]?.rows).toHaveLength(2_001);
  });
});
