import { type StreamStep, saySteps } from "./stream-reply.ts";
import type { Reply } from "./turn.ts";

export const usageOf = ({ inputTokens, outputTokens }: Reply) => ({
  inputTokens,
  outputTokens,
  totalTokens: inputTokens + outputTokens,
});

/** The blocks of an answer in Converse's form. */
export const contentOf = ({ text, toolUse }: Reply): unknown[] =>
  toolUse
    ? [{ toolUse: { toolUseId: toolUse.id, name: toolUse.name, input: toolUse.input } }]
    : [{ text }];

/** The events of an answer in ConverseStream's form; the last one's latency is read when it is due. */
export function* converseSteps(reply: Reply, latencyMs: () => number): Generator<StreamStep> {
  const { text, toolUse, stopReason } = reply;
  yield { type: "messageStart", payload: { role: "assistant" } };
  const contentBlockIndex = 0;
  if (toolUse) {
    const { id, name, input } = toolUse;
    const start = { toolUse: { toolUseId: id, name } };
    yield { type: "contentBlockStart", payload: { start, contentBlockIndex } };
    yield* saySteps(JSON.stringify(input), (piece) => ({
      type: "contentBlockDelta",
      payload: { delta: { toolUse: { input: piece } }, contentBlockIndex },
    }));
  } else {
    yield* saySteps(text, (piece) => ({
      type: "contentBlockDelta",
      payload: { delta: { text: piece }, contentBlockIndex },
    }));
  }
  yield { type: "contentBlockStop", payload: { contentBlockIndex } };
  yield { type: "messageStop", payload: { stopReason } };
  yield {
    type: "metadata",
    payload: { usage: usageOf(reply), metrics: { latencyMs: latencyMs() } },
  };
}
