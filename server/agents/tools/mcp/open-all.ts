import "server-only";
import type { ConsoleConfig } from "@/lib/agents/config";
import type { ToolSource } from "@/lib/agents/tool";
import type { ProvidedTools } from "@/server/agents/contracts";
import { isAppError } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import type { Connection } from "./connection";
import { serverTools } from "./server-tools";

/** A configured server, and how to connect to it. */
export interface Configured {
  name: string;
  /** @throws AppError with why it cannot be used */
  open(): Promise<Connection>;
}

/** Connects to all at once. A server that does not open is unresolved, and keeps no other one back. */
export async function openAll(
  servers: readonly Configured[],
  settings: Pick<ConsoleConfig, "classes" | "sandbox">,
  source: Extract<ToolSource, "mcp" | "gateway">,
  signal: AbortSignal,
): Promise<ProvidedTools> {
  const connections: Connection[] = [];
  const opened = await Promise.all(
    servers.map(async ({ name, open }) => {
      try {
        const connection = await open();
        connections.push(connection);
        return serverTools(connection, await connection.tools(signal), settings, source);
      } catch (error) {
        if (!isAppError(error)) log().warn({ error, server: name }, "an MCP server did not open");
        const why = isAppError(error) ? error.message : "It could not be opened.";
        return { tools: [], unresolved: [{ name: `@${name}/*`, why }] };
      }
    }),
  );
  return {
    tools: opened.flatMap(({ tools }) => tools),
    unresolved: opened.flatMap(({ unresolved }) => unresolved),
    close: async () => {
      await Promise.all(connections.map((connection) => connection.close()));
    },
  };
}
