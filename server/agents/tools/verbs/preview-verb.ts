import "server-only";
import type { EffectPreview } from "@/lib/agents/approval";
import type { Json } from "@/lib/agents/events";
import type { ToolCall } from "@/server/agents/contracts";
import type { VerbTool } from "@/server/platform/verb-tools";
import { parseVerbInput, verbCtx } from "./verb-ctx";

/** What the call would do now, read in the name of who invoked the agent. @throws AppError */
export async function previewVerb(
  verb: VerbTool & Required<Pick<VerbTool, "preview">>,
  input: Json,
  call: ToolCall,
): Promise<EffectPreview> {
  const parsed = parseVerbInput(verb.input, input);
  return verb.preview({ ctx: await verbCtx(verb, call), input: parsed });
}
