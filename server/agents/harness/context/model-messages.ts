import "server-only";
import { type ContentBlock, Message, TextBlock, ToolUseBlock } from "@strands-agents/sdk";
import type { CallBlock, Conversation, MessageItem } from "@/lib/agents/conversation";
import type { ToolOutcome } from "@/server/agents/contracts";
import { toResultBlock } from "../tools/sdk-tool";
import { pendingMessage } from "./pending-message";

export interface ModelConversation {
  messages: Message[];
  /** The last answer's calls, where one has no result yet: the run goes on with them. */
  pending?: Message;
}

/**
 * A folded journal as the model is shown it: roles alternate, every call has its result, and what
 * broke off is not there. Reasoning is left out: its form is each provider's own.
 */
export function modelMessages(conversation: Conversation): ModelConversation {
  const messages: Message[] = [];
  const pending = pendingMessage(conversation);
  for (const item of conversation.items) {
    if (item.kind !== "message" || item.state === "dropped") continue;
    if (item.role === "user") {
      addTo(messages, "user", item.blocks.flatMap(textBlock));
      continue;
    }
    const calls = item.state === "complete" ? item.blocks.filter(isCall) : [];
    const content: ContentBlock[] = item.blocks.flatMap((block): ContentBlock[] =>
      block.kind === "tool" ? (calls.includes(block) ? [toUse(block)] : []) : textBlock(block),
    );
    if (content.length === 0) continue;
    if (item === pending) return { messages, pending: new Message({ role: "assistant", content }) };
    addTo(messages, "assistant", content);
    if (calls.length)
      addTo(
        messages,
        "user",
        calls.map((call) => toResultBlock(call.toolUseId, call.result ?? NOT_RUN)),
      );
  }
  return { messages };
}

const NOT_RUN: ToolOutcome = {
  status: "error",
  content: [{ text: "This call did not run: the run ended before it." }],
};

const isCall = (block: MessageItem["blocks"][number]): block is CallBlock => block.kind === "tool";

const textBlock = (block: MessageItem["blocks"][number]): TextBlock[] =>
  block.kind === "text" && block.text.trim() ? [new TextBlock(block.text)] : [];

const toUse = ({ toolUseId, name, input = {}, signature }: CallBlock): ToolUseBlock =>
  new ToolUseBlock({ toolUseId, name, input, ...(signature && { reasoningSignature: signature }) });

/** Two messages of one role become one: no provider takes them side by side. */
export function addTo(
  messages: Message[],
  role: "user" | "assistant",
  content: ContentBlock[],
): void {
  if (content.length === 0) return;
  const last = messages.at(-1);
  if (last?.role !== role) messages.push(new Message({ role, content }));
  else
    messages[messages.length - 1] = new Message({ role, content: [...last.content, ...content] });
}
