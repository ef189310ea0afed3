import "server-only";
import { CONFIG_KEYS } from "@/lib/agents/check-agent";
import type { AgentDefinition, HarnessTool } from "@/lib/agents/config";
import { skillsOf } from "@/lib/agents/describe-agent";
import { matchesName } from "@/lib/agents/match-name";

/** What of an agent becomes code, and what stays behind and why. */
export interface ProgramParts {
  definition: AgentDefinition;
  shell: boolean;
  fileOperations: boolean;
  /** Names that the model knows them by. */
  codeInterpreter?: string;
  browser?: string;
  memory: boolean;
  skills: boolean;
  mcp: McpPart[];
  inline: InlinePart[];
  left: { name: string; why: string }[];
}

export type McpPart = {
  name: string;
  /** Environment variables that its secrets come from. */
  needs: string[];
} & (
  | { url: string; headers: Record<string, { env: string } | string> }
  | { command: string; args: string[]; env: Record<string, string> }
);

export interface InlinePart {
  name: string;
  description: string;
  inputSchema: Record<string, unknown>;
  /** Without one a person answers at the terminal. */
  command?: string;
}

const SECRET_HEADER = /authorization|token|key|secret|cookie/i;

export function programParts(definition: AgentDefinition): ProgramParts {
  const { harness, console: settings } = definition;
  const allowed = (name: string) => isAllowed(harness.allowedTools, name);
  const of = (type: HarnessTool["type"]) => harness.tools.filter((tool) => tool.type === type);
  const left: ProgramParts["left"] = settings.verbs.map((name) => ({
    name,
    why: "acts through the console with the rights of the person who invoked the agent, which a program of its own does not have",
  }));
  const gateways = of("agentcore_gateway").map(({ name }) => ({
    name,
    why: "needs the outbound credentials that AgentCore keeps for it",
  }));
  const outside = harness.skills.length - skillsOf(harness, definition.files).length;
  if (outside > 0)
    left.push({ name: `${outside} of the skills`, why: "not in the agent's folder" });
  return {
    definition,
    shell: settings.builtins.includes("shell") && allowed("shell"),
    fileOperations: settings.builtins.includes("file_operations") && allowed("file_operations"),
    ...named("codeInterpreter", of("agentcore_code_interpreter")),
    ...named("browser", of("agentcore_browser")),
    memory: harness.memory !== undefined && harness.memory.mode !== "disabled",
    skills: skillsOf(harness, definition.files).length > 0,
    mcp: [
      ...of("remote_mcp").map(remote),
      ...Object.entries(settings.mcpServers).map(([name, server]) => ({
        name,
        needs: [],
        ...server,
      })),
    ],
    inline: of("inline_function").map((tool) => {
      const { name } = tool;
      const { description, inputSchema } = settingsOf<InlinePart>(tool);
      const command = settings.inline[name]?.command;
      return { name, description, inputSchema, ...(command && { command }) };
    }),
    left: [...left, ...gateways],
  };
}

function isAllowed(entries: string[] | undefined, name: string): boolean {
  return (entries ?? ["*"]).some((entry) => matchesName(entry.replace(/^@builtin\//, ""), name));
}

const named = <K extends string>(key: K, [tool]: HarnessTool[]): Partial<Record<K, string>> =>
  tool ? ({ [key]: tool.name } as Partial<Record<K, string>>) : {};

/** Values of headers that look like secrets come from the environment: a program goes into a repository. */
function remote(tool: HarnessTool): McpPart {
  const { name } = tool;
  const { url, headers = {} } = settingsOf<{ url: string; headers?: Record<string, string> }>(tool);
  const read = Object.entries(headers).map(([header, value]): [string, { env: string } | string] =>
    SECRET_HEADER.test(header)
      ? [header, { env: `${name}_${header}`.toUpperCase().replace(/[^A-Z0-9]+/g, "_") }]
      : [header, value],
  );
  const needs = read.flatMap(([, value]) => (typeof value === "string" ? [] : [value.env]));
  return { name, url, headers: Object.fromEntries(read), needs };
}

/** What `checkAgent` has made sure of. */
const settingsOf = <T>({ type, config }: HarnessTool): T => config?.[CONFIG_KEYS[type]] as T;
