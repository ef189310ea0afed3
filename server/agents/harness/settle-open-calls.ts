import "server-only";
import { type Conversation, isOpenCall, type MessageItem } from "@/lib/agents/conversation";
import { type ModelConversation, modelMessages } from "./context/model-messages";
import type { RunState } from "./run-state";
import { callTool } from "./tools/call-tool";
import { errorResult } from "./tools/cut-result";

/**
 * A person writes although calls are open: those that began are settled, the others did not run and
 * will not.
 */
export async function settleOpenCalls(
  state: RunState,
  conversation: Conversation,
): Promise<ModelConversation> {
  const items = await Promise.all(
    conversation.items.map(async (item) =>
      item.kind === "message" ? await settleMessage(state, item) : item,
    ),
  );
  return modelMessages({ ...conversation, items });
}

async function settleMessage(state: RunState, message: MessageItem): Promise<MessageItem> {
  if (message.state !== "complete") return message;
  const blocks = await Promise.all(
    message.blocks.map(async (block) => {
      if (block.kind !== "tool" || block.result || !isOpenCall(block)) return block;
      const { toolUseId, name, startedAt, input = {} } = block;
      if (startedAt) return { ...block, result: await callTool(state, { toolUseId, name, input }) };
      const result = errorResult("This call did not run: a person wrote instead.");
      state.journal.write({ x_tool: { toolUseId, name, phase: "finished", result } });
      return { ...block, result };
    }),
  );
  return { ...message, blocks };
}
