import "server-only";
import { type AgentDefinition, ConsoleConfig, HarnessConfig } from "@/lib/agents/config";
import type { ModelChoice } from "@/lib/agents/session";

/**
 * The definition that stands for an agent on AgentCore: its configuration is there, the console's own
 * settings are the defaults, so that every call that changes something asks.
 */
export const remoteDefinition = (arn: string, model: ModelChoice): AgentDefinition => ({
  name: arn,
  version: 0,
  harness: HarnessConfig.parse({ name: "remote", model }),
  console: ConsoleConfig.parse({}),
  systemPrompt: "",
  files: {},
  hash: "",
  savedBy: "AgentCore",
  savedAt: new Date(0).toISOString(),
});
