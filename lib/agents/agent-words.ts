/** What an agent may do, in words. */
import { plural } from "@/lib/platform/format";
import { formatUsd } from "@/lib/platform/money";
import { plainText } from "@/lib/platform/plain-text";
import type { Tone } from "@/lib/platform/status";
import { formatDuration } from "@/lib/platform/time";
import type { Limits, ModelProvider } from "./session";
import type { ToolInfo, ToolSource } from "./tool";
import type { AgentSummary } from "./views";

export const PROVIDER_LABEL: Record<ModelProvider | "lite_llm", string> = {
  bedrock: "Amazon Bedrock",
  open_ai: "OpenAI",
  gemini: "Google Gemini",
  lite_llm: "LiteLLM",
};

export const SOURCE_LABEL: Record<ToolSource, string> = {
  builtin: "Built in",
  browser: "Browser",
  code_interpreter: "Code interpreter",
  mcp: "MCP server",
  gateway: "Gateway",
  inline: "Inline function",
  verb: "This console",
  skill: "Skills",
  memory: "Memory",
};

/** What one run may use, part by part: `25 turns`, `$2.00`. Empty: nothing but the house's limits. */
export function limitWords(limits: Limits): string[] {
  return [
    ...(limits.nanoUsd === undefined ? [] : [formatUsd(limits.nanoUsd)]),
    ...(limits.totalTokens === undefined ? [] : [plural(limits.totalTokens, "token")]),
    ...(limits.outputTokens === undefined
      ? []
      : [`${plural(limits.outputTokens, "token")} written`]),
    ...(limits.turns === undefined ? [] : [plural(limits.turns, "turn")]),
    ...(limits.ms === undefined ? [] : [formatDuration(limits.ms).replace(/ 00 s$/, "")]),
  ];
}

/** What happens to a call of the tool, by the policy. */
export function ruleWords(tool: Pick<ToolInfo, "class" | "approval" | "contained">): string {
  if (tool.approval === "deny") return "Never runs: the agent's policy refuses it.";
  if (tool.approval === "allow")
    return tool.contained ? "Runs without asking, in its sandbox." : "Runs without asking.";
  return tool.class === "destroy"
    ? "Asks a person; not its invoker."
    : "Asks a person before it runs.";
}

type AtWork = Pick<AgentSummary, "running" | "waiting">;

/** What switching off stops right now, said before it is done. */
export function switchOffWords(agents: readonly AtWork[], all: boolean): string {
  const running = agents.reduce((sum, each) => sum + each.running, 0);
  const waiting = agents.reduce((sum, each) => sum + each.waiting, 0);
  const stops = [
    ...(running > 0 ? [`${plural(running, "run")} at work`] : []),
    ...(waiting > 0
      ? [`${plural(waiting, "run")} that ${waiting === 1 ? "waits" : "wait"} for a person`]
      : []),
  ];
  const first =
    stops.length === 0
      ? "Nothing runs at the moment."
      : `${stops.join(" and ")} ${running + waiting === 1 ? "stops" : "stop"} at once${waiting > 0 ? ", and what they ask for lapses" : ""}.`;
  const then = all ? "no agent starts" : "it does not start";
  return `${first} Sessions stay readable; ${then} until an admin switches ${all ? "agents" : "it"} on again.`;
}

/** What retiring does and leaves, said before it is done. */
export const RETIRE_WORDS =
  "It is no longer offered, and nobody can start or go on with a session of it. Its sessions, traces, memories and versions stay readable, and an admin can bring it back from its versions.";

/** What a folder of `SWITCHYARD_AGENTS_DIR` means to a retired agent. */
export const RETIRED_FOLDER_WORDS =
  "Its folder in SWITCHYARD_AGENTS_DIR stays where it is: it does not bring the agent back, and what changes there is taken in only once it is back.";

/** AgentCore's word for how a harness or runtime stands, in ours. */
export function homeStatusTone(status: string): Tone {
  if (status === "READY") return "succeeded";
  if (status.endsWith("FAILED")) return "failed";
  return /^(CREATING|UPDATING|DELETING)$/.test(status) ? "running" : "unknown";
}

/** The same in a word or two: `UPDATE_FAILED` is `Update failed`. */
export function homeStatusWords(status: string): string {
  const words = plainText(status).toLowerCase().replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
