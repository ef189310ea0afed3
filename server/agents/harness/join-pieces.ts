import "server-only";
import type { JournalEvent } from "@/lib/agents/events";

/** Live text, of which the next piece comes in a moment. */
export const isPiece = (event: JournalEvent): boolean =>
  "contentBlockDelta" in event || ("x_tool" in event && event.x_tool.phase === "output");

/**
 * Neighbours that say the same kind of thing of the same block or call become one: a line for what
 * came together instead of one for every token.
 */
export function joinPieces(events: readonly JournalEvent[]): JournalEvent[] {
  const joined: JournalEvent[] = [];
  for (const event of events) {
    const last = joined.at(-1);
    const both = last && joinTwo(last, event);
    if (both) joined[joined.length - 1] = both;
    else joined.push(event);
  }
  return joined;
}

function joinTwo(one: JournalEvent, other: JournalEvent): JournalEvent | undefined {
  if ("contentBlockDelta" in one && "contentBlockDelta" in other) {
    const { contentBlockIndex, delta: first } = one.contentBlockDelta;
    const { contentBlockIndex: index, delta: second } = other.contentBlockDelta;
    if (contentBlockIndex !== index) return undefined;
    const delta = joinDeltas(first, second);
    return delta && { contentBlockDelta: { contentBlockIndex, delta } };
  }
  if ("x_tool" in one && "x_tool" in other) {
    const [first, second] = [one.x_tool, other.x_tool];
    const { output } = first;
    const fits =
      first.phase === "output" &&
      second.phase === "output" &&
      first.toolUseId === second.toolUseId &&
      output?.stream === second.output?.stream;
    if (!fits || !output || !second.output) return undefined;
    return { x_tool: { ...first, output: { ...output, text: output.text + second.output.text } } };
  }
  return undefined;
}

type Delta = Extract<JournalEvent, { contentBlockDelta: unknown }>["contentBlockDelta"]["delta"];

function joinDeltas(one: Delta, other: Delta): Delta | undefined {
  if (one.text !== undefined && other.text !== undefined) return { text: one.text + other.text };
  if (one.toolUse && other.toolUse)
    return { toolUse: { input: one.toolUse.input + other.toolUse.input } };
  if (one.reasoningContent && other.reasoningContent)
    return {
      reasoningContent: {
        text: (one.reasoningContent.text ?? "") + (other.reasoningContent.text ?? ""),
      },
    };
  return undefined;
}
