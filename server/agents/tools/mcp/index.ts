import "server-only";
import type { ToolProvider } from "@/server/agents/contracts";
import { hostRules } from "@/server/agents/egress/hosts";
import type { AgentSettings } from "@/server/platform/env";
import { AppError } from "@/server/platform/errors";
import { openStdio } from "./connection";
import { type Configured, openAll } from "./open-all";
import { openRemote } from "./open-remote";

/**
 * MCP servers: `mcpServers` of `console.json` as programs in the session's sandbox, `remote_mcp` of
 * `harness.json` over streamable HTTP. They live as long as the run; what has no class does not load.
 */
export function mcpTools(
  settings: Pick<AgentSettings, "SWITCHYARD_AGENTS_LOCAL_HOSTS">,
): ToolProvider {
  const localHosts = hostRules([settings.SWITCHYARD_AGENTS_LOCAL_HOSTS ?? ""]);
  return async ({ definition, workspace, signal }) => {
    const { harness, console: own, files } = definition;
    const local = Object.entries(own.mcpServers).map(
      ([name, server]): Configured => ({
        name,
        open: async () => {
          if (workspace.isolation.level !== "namespaces")
            throw new AppError(
              "invalid",
              `It needs a sandbox that runs programs. ${workspace.isolation.why}`,
            );
          return openStdio(name, server, { files, workspace, signal });
        },
      }),
    );
    const remote = harness.tools
      .filter(({ type }) => type === "remote_mcp")
      .map(
        ({ name, config }): Configured => ({
          name,
          open: () => openRemote(name, (config?.remoteMcp ?? {}) as object, { localHosts, signal }),
        }),
      );
    return openAll([...local, ...remote], own, "mcp", signal);
  };
}
