import "server-only";
import type { InvokeHarnessStreamOutput } from "@aws-sdk/client-bedrock-agentcore";
import type { HarnessEvent, ToolResultPart } from "@/lib/agents/events";

/** An event of the wire in the console's words; undefined for those that it has no use for. */
export function toHarnessEvent(event: InvokeHarnessStreamOutput): HarnessEvent | undefined {
  if (event.messageStart) {
    return { messageStart: { role: event.messageStart.role === "user" ? "user" : "assistant" } };
  }
  if (event.contentBlockStop) {
    return {
      contentBlockStop: { contentBlockIndex: event.contentBlockStop.contentBlockIndex ?? 0 },
    };
  }
  if (event.messageStop) {
    return { messageStop: { stopReason: (event.messageStop.stopReason ?? "end_turn") as never } };
  }
  if (event.metadata) {
    const { usage, metrics } = event.metadata;
    const { inputTokens = 0, outputTokens = 0 } = usage ?? {};
    return {
      metadata: {
        usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
        metrics: { latencyMs: Number(metrics?.latencyMs ?? 0) },
      },
    };
  }
  if (event.contentBlockStart) return startOf(event.contentBlockStart);
  return event.contentBlockDelta ? deltaOf(event.contentBlockDelta) : undefined;
}

function startOf(event: NonNullable<InvokeHarnessStreamOutput["contentBlockStart"]>): HarnessEvent {
  const { contentBlockIndex = 0, start } = event;
  if (start?.toolUse) {
    const { toolUseId = "", name = "", type, serverName } = start.toolUse;
    const toolUse = { toolUseId, name, ...(type && { type }), ...(serverName && { serverName }) };
    return { contentBlockStart: { contentBlockIndex, start: { toolUse } } };
  }
  if (start?.toolResult) {
    const { toolUseId = "", status } = start.toolResult;
    const toolResult = { toolUseId, status: status === "error" ? "error" : "success" } as const;
    return { contentBlockStart: { contentBlockIndex, start: { toolResult } } };
  }
  return { contentBlockStart: { contentBlockIndex } };
}

function deltaOf(
  event: NonNullable<InvokeHarnessStreamOutput["contentBlockDelta"]>,
): HarnessEvent | undefined {
  const { contentBlockIndex = 0, delta } = event;
  if (delta?.text !== undefined)
    return { contentBlockDelta: { contentBlockIndex, delta: { text: delta.text } } };
  if (delta?.toolUse)
    return {
      contentBlockDelta: {
        contentBlockIndex,
        delta: { toolUse: { input: delta.toolUse.input ?? "" } },
      },
    };
  if (delta?.reasoningContent?.text !== undefined)
    return {
      contentBlockDelta: {
        contentBlockIndex,
        delta: { reasoningContent: { text: delta.reasoningContent.text } },
      },
    };
  if (delta?.toolResult) {
    const toolResult = delta.toolResult.map(
      (part): ToolResultPart =>
        part.text !== undefined ? { text: part.text } : { json: (part.json ?? null) as never },
    );
    return { contentBlockDelta: { contentBlockIndex, delta: { toolResult } } };
  }
  return undefined;
}
