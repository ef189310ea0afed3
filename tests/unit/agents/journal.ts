import type { JournalEntry, JournalEvent, StopReason, ToolStep } from "@/lib/agents/events";

const START = Date.parse("2026-11-27T09:00:00Z");

/** Numbered from 1, a second apart, all of one run. */
export const aJournal = (...events: (JournalEvent | JournalEvent[])[]): JournalEntry[] =>
  events.flat().map((event, at) => ({
    seq: at + 1,
    at: new Date(START + at * 1_000).toISOString(),
    runId: "run-1",
    event,
  }));

export const runStarted = (): JournalEvent => ({
  x_run: { phase: "started", by: "ada@example.com", model: "lab.operator-v1", mode: "act" },
});

export const runEnded = (stopReason: StopReason = "end_turn"): JournalEvent => ({
  x_run: { phase: "ended", stopReason, durationMs: 1_000 },
});

export const said = (role: "user" | "assistant", text: string): JournalEvent[] => [
  { messageStart: { role } },
  { contentBlockDelta: { contentBlockIndex: 0, delta: { text } } },
  { contentBlockStop: { contentBlockIndex: 0 } },
  { messageStop: { stopReason: "end_turn" } },
];

/** An answer that calls tools: the arguments come in two pieces. */
export const called = (...calls: { id: string; name: string; input: string }[]): JournalEvent[] => [
  { messageStart: { role: "assistant" } },
  ...calls.flatMap(({ id, name, input }, contentBlockIndex): JournalEvent[] => [
    { contentBlockStart: { contentBlockIndex, start: { toolUse: { toolUseId: id, name } } } },
    { contentBlockDelta: { contentBlockIndex, delta: { toolUse: { input: input.slice(0, 4) } } } },
    { contentBlockDelta: { contentBlockIndex, delta: { toolUse: { input: input.slice(4) } } } },
    { contentBlockStop: { contentBlockIndex } },
  ]),
  { messageStop: { stopReason: "tool_use" } },
];

export const step = (
  toolUseId: string,
  phase: ToolStep["phase"],
  more: Partial<ToolStep> = {},
): JournalEvent => ({ x_tool: { toolUseId, name: "shell", phase, ...more } });

export const metadata = (nanoUsd = 5): JournalEvent => ({
  metadata: {
    usage: { inputTokens: 10, outputTokens: 2, totalTokens: 12 },
    metrics: { latencyMs: 40 },
    x_nanoUsd: nanoUsd,
  },
});
