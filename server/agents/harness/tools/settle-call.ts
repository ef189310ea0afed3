import "server-only";
import type { Json } from "@/lib/agents/events";
import type { AgentTool, ToolCall } from "@/server/agents/contracts";
import { cutResult } from "./cut-result";
import { type Effect, mayHaveChanged } from "./run-effect";

const UNKNOWN = {
  unknown: "The process ended while this ran, and it is not known whether it took effect.",
};

/**
 * What becomes of a call whose process died between start and finish. `again`: it had no effect, or
 * may have it twice without harm. @throws what the tool's own way to find out throws
 */
export async function settleCall(
  tool: AgentTool,
  input: Json,
  call: ToolCall,
): Promise<Effect | "again"> {
  if (!tool.settle) return mayHaveChanged(tool) ? UNKNOWN : "again";
  const settled = await tool.settle(input, call);
  if (settled === "not_done") return "again";
  return settled === "unknown" ? UNKNOWN : { outcome: cutResult(settled) };
}
