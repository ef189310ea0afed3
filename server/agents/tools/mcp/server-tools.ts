import "server-only";
import { createHash } from "node:crypto";
import type { Tool } from "@modelcontextprotocol/sdk/types.js";
import type { ConsoleConfig } from "@/lib/agents/config";
import type { Json } from "@/lib/agents/events";
import type { ToolSource, Unresolved } from "@/lib/agents/tool";
import type { AgentTool, ToolCall, ToolOutcome } from "@/server/agents/contracts";
import { AppError } from "@/server/platform/errors";
import { classOfTool } from "./class-of";
import type { Connection } from "./connection";
import { mapResult, WORDS } from "./map-result";

/** What models take: longer ones, and others' letters, are changed. */
const LONGEST_NAME = 64;
const LONGEST_DESCRIPTION = 4_000;
const LARGEST_SCHEMA = 50_000;
const MOST_TOOLS = 128;

/** The tools of a connected server: those that `console.json` gives a class, and why the others do not load. */
export function serverTools(
  connection: Connection,
  offered: readonly Tool[],
  { classes, sandbox }: Pick<ConsoleConfig, "classes" | "sandbox">,
  source: Extract<ToolSource, "mcp" | "gateway">,
): { tools: AgentTool[]; unresolved: Unresolved[] } {
  const { name: server } = connection;
  const tools = new Map<string, AgentTool>();
  const unresolved: Unresolved[] = [];
  for (const tool of offered.slice(0, MOST_TOOLS)) {
    const name = modelName(server, tool.name);
    const refuse = (why: string) => unresolved.push({ name: `@${server}/${tool.name}`, why });
    const own = name.slice(server.length + 1);
    const given = classOfTool(classes, [
      ...new Set([`@${server}/${tool.name}`, `@${server}/${own}`, name]),
    ]);
    if (!given)
      refuse(
        `${tool.name} of ${server} has no class in console.json (classes): read, change or destroy.`,
      );
    else if (tools.has(name)) refuse(`${server} has two tools of this name.`);
    else if (JSON.stringify(tool.inputSchema).length > LARGEST_SCHEMA)
      refuse("The schema of its arguments is too large for a model.");
    else
      tools.set(name, {
        name,
        description: (tool.description ?? tool.title ?? tool.name).slice(0, LONGEST_DESCRIPTION),
        inputSchema: tool.inputSchema as AgentTool["inputSchema"],
        source,
        server,
        class: given,
        preview: async () => ({
          sentence: `Calls ${tool.name} of the ${WORDS[source]} ${server} with these arguments.`,
          evidenceHash: hashOf(tool),
        }),
        run: (input, call) =>
          callTool({ connection, tool, source, timeoutMs: sandbox.timeoutMs }, input, call),
      });
  }
  if (offered.length > MOST_TOOLS)
    unresolved.push({
      name: `@${server}/*`,
      why: `It offers ${offered.length} tools, and the first ${MOST_TOOLS} are looked at.`,
    });
  return { tools: [...tools.values()], unresolved };
}

interface Called {
  connection: Connection;
  tool: Tool;
  source: Extract<ToolSource, "mcp" | "gateway">;
  timeoutMs: number | undefined;
}

async function callTool(
  { connection, tool, source, timeoutMs = 60_000 }: Called,
  input: Json,
  call: ToolCall,
): Promise<ToolOutcome> {
  if (connection.changed) {
    const now = (await connection.tools(call.signal)).find(({ name }) => name === tool.name);
    // Nobody classified, or approved, what it has become.
    if (!now || hashOf(now) !== hashOf(tool)) {
      connection.changed = true;
      throw new AppError(
        "conflict",
        `${connection.name} changed its tool ${tool.name} since this run began: it was not called.`,
        { effect: "none" },
      );
    }
  }
  const given = input as Record<string, unknown>;
  const result = await connection.call(tool.name, given, call, timeoutMs);
  return mapResult(connection.name, result, call.workspace, source);
}

/** Of what a person is shown and the model told of a tool. */
const hashOf = ({ name, description, inputSchema }: Tool): string =>
  createHash("sha256")
    .update(JSON.stringify([name, description, inputSchema]))
    .digest("hex");

/** `<server>_<tool>` in letters that every model takes; what is too long ends with a digest. */
function modelName(server: string, tool: string): string {
  const name = `${server}_${tool.replace(/[^a-zA-Z0-9_-]/g, "_")}`;
  if (name.length <= LONGEST_NAME) return name;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, LONGEST_NAME - 9)}_${digest}`;
}
