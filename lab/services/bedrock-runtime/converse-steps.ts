import { type StreamStep, saySteps } from "./stream-reply.ts";
import type { Reply } from "./turn.ts";

export const usageOf = ({ inputTokens, outputTokens }: Reply) => ({
  inputTokens,
  outputTokens,
  totalTokens: inputTokens + outputTokens,
});

/** The blocks of an answer in Converse's form. */
export const contentOf = ({ text, toolUses = [] }: Reply): unknown[] => [
  ...(text !== "" || toolUses.length === 0 ? [{ text }] : []),
  ...toolUses.map(({ id, name, input }) => ({ toolUse: { toolUseId: id, name, input } })),
];

/** The events of an answer in ConverseStream's form; the last one's latency is read when it is due. */
export function* converseSteps(reply: Reply, latencyMs: () => number): Generator<StreamStep> {
  const { text, toolUses = [], stopReason } = reply;
  yield { type: "messageStart", payload: { role: "assistant" } };
  let contentBlockIndex = 0;
  if (text !== "" || toolUses.length === 0) {
    yield* saySteps(text, (piece) => ({
      type: "contentBlockDelta",
      payload: { delta: { text: piece }, contentBlockIndex },
    }));
    yield { type: "contentBlockStop", payload: { contentBlockIndex } };
    contentBlockIndex++;
  }
  for (const { id, name, input } of toolUses) {
    const start = { toolUse: { toolUseId: id, name } };
    const index = contentBlockIndex++;
    yield { type: "contentBlockStart", payload: { start, contentBlockIndex: index } };
    yield* saySteps(JSON.stringify(input), (piece) => ({
      type: "contentBlockDelta",
      payload: { delta: { toolUse: { input: piece } }, contentBlockIndex: index },
    }));
    yield { type: "contentBlockStop", payload: { contentBlockIndex: index } };
  }
  yield { type: "messageStop", payload: { stopReason } };
  yield {
    type: "metadata",
    payload: { usage: usageOf(reply), metrics: { latencyMs: latencyMs() } },
  };
}
