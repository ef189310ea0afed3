import type { ConsoleConfig, HarnessConfig, HarnessTool } from "./config";

export interface Finding {
  file: "harness.json" | "console.json";
  path: (string | number)[];
  /** Follows file and key: half a sentence. */
  message: string;
}

/** Where each kind of tool has its settings, in the CLI's words. */
export const CONFIG_KEYS: Record<HarnessTool["type"], string> = {
  remote_mcp: "remoteMcp",
  agentcore_browser: "agentCoreBrowser",
  agentcore_gateway: "agentCoreGateway",
  inline_function: "inlineFunction",
  agentcore_code_interpreter: "agentCoreCodeInterpreter",
};

const NEEDED: Partial<Record<HarnessTool["type"], [key: string, kind: "text" | "object"][]>> = {
  remote_mcp: [["url", "text"]],
  agentcore_gateway: [],
  inline_function: [
    ["description", "text"],
    ["inputSchema", "object"],
  ],
};

/** What the two files say that does not go together. */
export function checkAgent(
  harness: HarnessConfig,
  settings: ConsoleConfig,
  name: string | undefined,
): Finding[] {
  const found: Finding[] = [];
  if (name !== undefined && harness.name !== name)
    found.push({
      file: "harness.json",
      path: ["name"],
      message: `is “${harness.name}”, but the agent is called “${name}”`,
    });
  const names = new Set<string>();
  harness.tools.forEach((tool, at) => {
    if (names.has(tool.name))
      found.push({
        file: "harness.json",
        path: ["tools", at, "name"],
        message: `is “${tool.name}”, as another tool's`,
      });
    names.add(tool.name);
    found.push(...checkTool(tool, at));
  });
  for (const server of Object.keys(settings.mcpServers))
    if (names.has(server))
      found.push({
        file: "console.json",
        path: ["mcpServers", server],
        message: "has the name of a tool in harness.json",
      });
  const inline = new Set(
    harness.tools.filter(({ type }) => type === "inline_function").map((tool) => tool.name),
  );
  for (const tool of Object.keys(settings.inline))
    if (!inline.has(tool))
      found.push({
        file: "console.json",
        path: ["inline", tool],
        message: "is no inline function of harness.json",
      });
  return found;
}

function checkTool(tool: HarnessTool, at: number): Finding[] {
  const key = CONFIG_KEYS[tool.type];
  const needed = NEEDED[tool.type];
  const finding = (path: string[], message: string): Finding => ({
    file: "harness.json",
    path: ["tools", at, ...path],
    message,
  });
  const others = Object.keys(tool.config ?? {}).filter((one) => one !== key);
  if (others.length > 0)
    return [
      finding(
        ["config", others[0] as string],
        `is not for a tool of type ${tool.type}; that is “${key}”`,
      ),
    ];
  const config = tool.config?.[key];
  if (config === undefined) return needed ? [finding(["config"], `needs “${key}”`)] : [];
  if (!isObject(config)) return [finding(["config", key], "must be an object")];
  return (needed ?? []).flatMap(([name, kind]) => {
    const value = config[name];
    const good =
      kind === "text" ? typeof value === "string" && value.trim() !== "" : isObject(value);
    return good
      ? []
      : [finding(["config", key, name], kind === "text" ? "must be a text" : "must be an object")];
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
