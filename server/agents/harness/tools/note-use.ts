import "server-only";
import type { Json } from "@/lib/agents/events";
import type { AgentTool, ToolOutcome } from "@/server/agents/contracts";
import type { RunState } from "../run-state";

/** What the panel shows beside the call: a skill that was loaded, something that was remembered. */
export function noteUse(
  { journal }: RunState,
  tool: AgentTool,
  input: Json,
  { status }: ToolOutcome,
): void {
  if (status !== "success") return;
  const name = textAt(input, "name");
  const text = textAt(input, "text");
  if (tool.source === "skill" && name) journal.write({ x_skill: { name, phase: "loaded" } });
  if (tool.source === "memory" && tool.name === "remember" && text)
    journal.write({ x_memory: { phase: "remembered", texts: [text] } });
}

function textAt(input: Json, key: string): string | undefined {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return undefined;
  const value = input[key];
  return typeof value === "string" ? value : undefined;
}
