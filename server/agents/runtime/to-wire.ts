import "server-only";
import type { HarnessEvent, JournalEvent, ToolResultPart } from "@/lib/agents/events";

/**
 * Turns a journal's events into those that AgentCore streams: the user's own message is not sent back,
 * results of tools come as messages of the role user, and the console's own kinds stay here.
 */
export function wireTranslator(): (event: JournalEvent) => HarnessEvent[] {
  let own = false;
  return (event) => {
    if ("messageStart" in event) own = event.messageStart.role === "user";
    if (own) {
      if ("messageStop" in event) own = false;
      return [];
    }
    if ("x_tool" in event) {
      const { phase, toolUseId, result } = event.x_tool;
      const ended = phase === "finished" || phase === "unknown";
      return ended && result ? resultMessage(toolUseId, result) : [];
    }
    if ("metadata" in event) {
      const { usage, metrics } = event.metadata;
      return [{ metadata: { usage, metrics } }];
    }
    return isWire(event) ? [event] : [];
  };
}

const WIRE = [
  "messageStart",
  "contentBlockStart",
  "contentBlockDelta",
  "contentBlockStop",
  "messageStop",
];
const isWire = (event: JournalEvent): event is HarnessEvent => WIRE.some((key) => key in event);

function resultMessage(
  toolUseId: string,
  { status, content }: { status: "success" | "error"; content: ToolResultPart[] },
): HarnessEvent[] {
  const contentBlockIndex = 0;
  return [
    { messageStart: { role: "user" } },
    { contentBlockStart: { contentBlockIndex, start: { toolResult: { toolUseId, status } } } },
    { contentBlockDelta: { contentBlockIndex, delta: { toolResult: content.map(plain) } } },
    { contentBlockStop: { contentBlockIndex } },
    { messageStop: { stopReason: "tool_result" } },
  ];
}

/** AgentCore's results are texts and JSON; a picture stays in the session's files, and is named. */
const plain = (part: ToolResultPart): ToolResultPart =>
  part.x_picture ? { text: `[picture ${part.x_picture.path}, ${part.x_picture.mediaType}]` } : part;
