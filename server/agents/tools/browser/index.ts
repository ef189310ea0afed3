import "server-only";
import { existsSync } from "node:fs";
import type { AgentTool, ToolProvider } from "@/server/agents/contracts";
import { hostRules } from "@/server/agents/egress/hosts";
import type { AgentSettings } from "@/server/platform/env";
import { browserTool } from "./browser-tool";

/**
 * `agentcore_browser` of `harness.json`: a Chromium of the session's own, started at its first use and
 * ended after ten minutes without one. It runs in namespaces, and without them it does not run.
 */
export function browserTools(
  settings: Pick<AgentSettings, "SWITCHYARD_BROWSER" | "SWITCHYARD_AGENTS_LOCAL_HOSTS">,
): ToolProvider {
  return async ({ definition, sessionId, workspace }) => {
    const wanted = definition.harness.tools.filter(({ type }) => type === "agentcore_browser");
    const why = missing(settings.SWITCHYARD_BROWSER, workspace.isolation);
    if (why !== undefined)
      return { tools: [], unresolved: wanted.map(({ name }) => ({ name, why })) };
    const [tool] = wanted;
    const parts = {
      chromium: settings.SWITCHYARD_BROWSER,
      hosts: hostRules(definition.console.browser.hosts),
      localHosts: hostRules([settings.SWITCHYARD_AGENTS_LOCAL_HOSTS ?? ""]),
    };
    const tools: AgentTool[] = tool ? [browserTool(tool.name, parts, sessionId)] : [];
    const unresolved = wanted
      .slice(1)
      .map(({ name }) => ({ name, why: "A session has one browser, and another tool is it." }));
    return { tools, unresolved };
  };
}

function missing(chromium: string, isolation: { level: string; why: string }): string | undefined {
  if (isolation.level !== "namespaces")
    return `It needs a sandbox that runs programs. ${isolation.why}`;
  if (!existsSync(chromium))
    return `There is no Chromium at ${chromium} (Debian: chromium; SWITCHYARD_BROWSER names another place).`;
  return undefined;
}
