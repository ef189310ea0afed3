import "server-only";
import {
  type CallBlock,
  type Conversation,
  type ConversationItem,
  isOpenCall,
  type MessageItem,
} from "@/lib/agents/conversation";
import { pendingMessage } from "./context/pending-message";
import type { RunState } from "./run-state";
import { callTool } from "./tools/call-tool";
import { errorResult } from "./tools/cut-result";

/**
 * Calls that were left open and that the run does not go on with, because a person wrote since:
 * those that began are settled, the others did not run and will not.
 */
export async function settleOpenCalls(
  state: RunState,
  conversation: Conversation,
): Promise<Conversation> {
  const goesOn = state.run.message === undefined ? pendingMessage(conversation) : undefined;
  const left = conversation.items.filter(
    (item): item is MessageItem => item !== goesOn && item.kind === "message" && hasOpenCall(item),
  );
  if (left.length === 0) return conversation;
  const settled = new Map<ConversationItem, ConversationItem>();
  for (const message of left) settled.set(message, await settleMessage(state, message));
  return { ...conversation, items: conversation.items.map((item) => settled.get(item) ?? item) };
}

const hasOpenCall = ({ state, blocks }: MessageItem): boolean =>
  state === "complete" && blocks.some((block) => block.kind === "tool" && isOpen(block));

const isOpen = (call: CallBlock): boolean => isOpenCall(call) && !call.result;

async function settleMessage(state: RunState, message: MessageItem): Promise<MessageItem> {
  const blocks = message.blocks.map(async (block) =>
    block.kind === "tool" && isOpen(block)
      ? { ...block, result: await settleCall(state, block) }
      : block,
  );
  return { ...message, blocks: await Promise.all(blocks) };
}

function settleCall(state: RunState, call: CallBlock) {
  const { toolUseId, name, input = {}, startedAt } = call;
  if (startedAt) return callTool(state, { toolUseId, name, input });
  const result = errorResult("This call did not run: a person wrote instead.");
  state.journal.write({ x_tool: { toolUseId, name, phase: "finished", result } });
  return result;
}
