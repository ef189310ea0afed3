import "server-only";
import type { Conversation, MessageItem } from "@/lib/agents/conversation";

/** The last message, when it is an answer with calls of which one has no result: a run goes on with it. */
export function pendingMessage({ items }: Conversation): MessageItem | undefined {
  const last = items.findLast(
    (item): item is MessageItem => item.kind === "message" && item.state !== "dropped",
  );
  const isPending =
    last?.state === "complete" &&
    last.stopReason === "tool_use" &&
    last.blocks.some((block) => block.kind === "tool" && !block.result);
  return isPending ? last : undefined;
}
