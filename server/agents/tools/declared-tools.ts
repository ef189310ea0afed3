import "server-only";
import type { ToolProvider } from "@/server/agents/contracts";
import type { AgentSettings } from "@/server/platform/env";
import { browserTools } from "./browser";

/** The sources of what `harness.json` and `console.json` declare beyond the sandbox. */
export const declaredTools = (settings: AgentSettings): ToolProvider[] => [browserTools(settings)];
