import type { MadeCall, OfferedTool, Schema, Told } from "./model.ts";

/** The parts of Converse's messages that a rule reads. */
export interface SaidMessage {
  role: "user" | "assistant";
  content: {
    text?: string | undefined;
    toolUse?: { toolUseId: string; name: string; input?: unknown } | undefined;
    toolResult?:
      | {
          toolUseId: string;
          status?: string | undefined;
          content: { text?: string | undefined; json?: unknown }[];
        }
      | undefined;
  }[];
}

/** Follows a conversation: who said what, which tools were called and what they answered. */
export function readConversation(
  system: string,
  messages: SaidMessage[],
  tools: { name: string; description?: string; schema: Record<string, unknown> }[],
): Told {
  const calls: MadeCall[] = [];
  const asked: { text: string; before: number }[] = [];
  for (const { role, content } of messages) {
    for (const { toolUse, toolResult } of content) {
      if (toolUse) {
        const input = (toolUse.input ?? {}) as Record<string, unknown>;
        calls.push({ id: toolUse.toolUseId, name: toolUse.name, input, text: "", data: [] });
      }
      const call = calls.find(({ id }) => id === toolResult?.toolUseId);
      if (toolResult && call) Object.assign(call, resultOf(toolResult));
    }
    const text = content.flatMap((block) => block.text ?? []).join("\n");
    if (role === "user" && text.trim() !== "") asked.push({ text, before: calls.length });
  }
  const last = asked.at(-1);
  return {
    system,
    question: last?.text ?? "",
    earlier: asked.slice(0, -1).map(({ text }) => text),
    tools: tools.map(toOffered),
    calls,
    now: calls.slice(last?.before ?? 0),
  };
}

const toOffered = (tool: {
  name: string;
  description?: string;
  schema: Record<string, unknown>;
}): OfferedTool => ({
  name: tool.name,
  description: tool.description ?? "",
  schema: tool.schema as Schema,
});

function resultOf({
  status,
  content,
}: NonNullable<SaidMessage["content"][number]["toolResult"]>): Pick<
  MadeCall,
  "status" | "text" | "data"
> {
  const texts = content.map(
    ({ text, json }) => text ?? (json === undefined ? "" : JSON.stringify(json)),
  );
  const data = content.flatMap(({ text, json }) => {
    if (json !== undefined) return [json];
    const parsed = parse(text ?? "");
    return parsed === undefined ? [] : [parsed];
  });
  return { status: status === "error" ? "error" : "success", text: texts.join("\n"), data };
}

function parse(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
