import "server-only";
import type { EffectPreview } from "@/lib/agents/approval";
import type { Json } from "@/lib/agents/events";
import { isAppError } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import type { AgentTool, ToolCall } from "../contracts";

/** What it would do now; or why nobody could be asked, in a sentence for the model and the person. */
export async function previewCall(
  tool: AgentTool,
  input: Json,
  call: ToolCall,
): Promise<EffectPreview | string> {
  if (!tool.preview) {
    const where = tool.server ? ` of ${tool.server}` : "";
    return { sentence: `Calls ${tool.name}${where} with these arguments.` };
  }
  try {
    return await tool.preview(input, call);
  } catch (error) {
    if (isAppError(error)) return error.message;
    log().warn({ error, tool: tool.name }, "a preview failed");
    return "What it would do could not be found out, so nobody was asked.";
  }
}
