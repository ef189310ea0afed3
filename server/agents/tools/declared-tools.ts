import "server-only";
import type { ToolProvider } from "@/server/agents/contracts";
import type { AgentSettings } from "@/server/platform/env";
import { browserTools } from "./browser";
import { gatewayTools } from "./gateway";
import { inlineTools } from "./inline";
import { mcpTools } from "./mcp";
import { skillTools } from "./skills";

/** The sources of what `harness.json` and `console.json` declare beyond the sandbox and the console's verbs. */
export const declaredTools = (settings: AgentSettings): ToolProvider[] => [
  skillTools(),
  browserTools(settings),
  mcpTools(settings),
  gatewayTools(settings),
  inlineTools(),
];
