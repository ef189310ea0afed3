import "server-only";
import type { Json } from "@/lib/agents/events";
import { type Judgement, judgeCall } from "@/lib/agents/judge-call";
import type { ToolClass } from "@/lib/agents/tool";
import type { AgentTool } from "../contracts";
import type { GatedCall } from "./gate-parts";

/** The class of this very call, and what the policy says of it. */
export function judgeTool(
  tool: AgentTool,
  input: Json,
  { mode, definition }: Pick<GatedCall, "mode" | "definition">,
): Judgement {
  return judgeCall(definition.console.approvals, {
    tool: tool.name,
    source: tool.source,
    class: classOf(tool, input),
    mode,
    ...(tool.server && { server: tool.server }),
    ...(tool.answeredByPerson && { answeredByPerson: true }),
  });
}

/** A tool that cannot tell what a call is has said its worst. */
function classOf(tool: AgentTool, input: Json): ToolClass {
  try {
    return tool.classOf?.(input) ?? tool.class;
  } catch {
    return tool.class;
  }
}
