import { createHash } from "node:crypto";
import { type Character, operate } from "../../models/operator/operate.ts";
import { readConversation } from "../../models/operator/read-conversation.ts";
import { countTokens } from "../../models/tokenizer.ts";
import { sayIt } from "./say-it.ts";
import type { Reply, Turn } from "./turn.ts";

/** What a tool user says and calls. Nothing is called where the request offers no tools. */
export async function operateTurn(
  turn: Turn,
  character: Character,
  inputTokens: number,
): Promise<Reply> {
  const { say, calls } = operate(
    readConversation(turn.system, turn.messages, turn.tools),
    character,
  );
  if (calls.length === 0) return sayIt(say, turn, inputTokens);
  const toolUses = calls.map((call, at) => ({ id: idOf(turn, call.name, at), ...call }));
  const outputTokens = await countTokens(say + JSON.stringify(calls));
  return { text: say, toolUses, stopReason: "tool_use", inputTokens, outputTokens };
}

/** Made of all ids before, so that one never comes twice in a conversation, also when its beginning is cut off. */
function idOf({ read, messages }: Turn, name: string, at: number): string {
  const before = messages.flatMap(({ content }) =>
    content.flatMap(({ toolUse }) => toolUse?.toolUseId ?? []),
  );
  const digest = createHash("sha256")
    .update(JSON.stringify([read, before, name, at]))
    .digest("base64url");
  return `tooluse_${digest.slice(0, 22)}`;
}
