import "server-only";
import type { AgentDefinition } from "@/lib/agents/config";
import { literal } from "./literal";
import type { McpPart, ProgramParts } from "./program-parts";

/** `src/agent.ts`: the agent in one look. */
export function agentFile(parts: ProgramParts): string {
  const { definition } = parts;
  const tools = toolsOf(parts);
  const imports = [
    `import { readFileSync } from "node:fs";`,
    `import { ${["Agent", managerOf(definition).name, parts.mcp.length > 0 && "McpClient"].filter(Boolean).join(", ")} } from "@strands-agents/sdk";`,
    parts.skills && `import { AgentSkills } from "@strands-agents/sdk/vended-plugins/skills";`,
    stdio(parts) &&
      `import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";`,
    `import { approvals } from "./approvals.ts";`,
    `import { createModel } from "./model.ts";`,
    ...tools.map(({ from, name }) => from && `import { ${name} } from "./tools/${from}.ts";`),
  ].filter(Boolean);
  const list = [...tools.map(({ use }) => use), ...parts.mcp.map(({ name }) => variable(name))];
  return `${imports.join("\n")}

const here = (path: string) => new URL(\`../\${path}\`, import.meta.url);
${parts.mcp.map(mcpClient).join("")}
/** What one run may use. */
export const limits = ${literal(limitsOf(definition), 0)};
${timeOf(definition)}
/** ${oneLine(definition.console.description ?? definition.name)} */
export function createAgent() {
  const agent = new Agent({
    name: ${literal(definition.name)},
    model: createModel(),
    systemPrompt: readFileSync(here("system-prompt.md"), "utf8").trim(),
    tools: [
${list.map((one) => `      ${one},\n`).join("")}    ],
    conversationManager: ${managerOf(definition).code},${
      parts.skills
        ? `\n    plugins: [new AgentSkills({ skills: ${literal(skillPaths(definition), 4)}.map((path) => here(path).pathname) })],`
        : ""
    }
    // Nothing of the SDK's own runs on this machine: the tools above have their own sandbox.
    sandbox: false,
  });
  approvals(agent, ${literal(policyOf(parts), 2)});
  return agent;
}
`;
}

const stdio = ({ mcp }: ProgramParts) => mcp.some((server) => "command" in server);

function toolsOf(parts: ProgramParts): { name: string; use: string; from: string }[] {
  const { codeInterpreter, browser, definition } = parts;
  return [
    ...(parts.shell ? [{ name: "shell", use: "shell", from: "shell" }] : []),
    ...(parts.fileOperations
      ? [{ name: "fileOperations", use: "fileOperations", from: "file-operations" }]
      : []),
    ...(codeInterpreter
      ? [
          {
            name: "codeInterpreter",
            use: `codeInterpreter(${literal(codeInterpreter)})`,
            from: "code-interpreter",
          },
        ]
      : []),
    ...(browser
      ? [
          {
            name: "browser",
            use: `browser(${literal(browser)}, ${literal(definition.console.browser.hosts, 6)})`,
            from: "browser",
          },
        ]
      : []),
    ...(parts.memory ? [{ name: "memory", use: "...memory", from: "memory" }] : []),
    ...(parts.inline.length > 0
      ? [
          {
            name: "inlineTools",
            use: `...inlineTools(${literal(parts.inline, 6)})`,
            from: "inline",
          },
        ]
      : []),
  ];
}

const variable = (name: string): string => `mcp_${name.replace(/\W/g, "_")}`;

function mcpClient(server: McpPart): string {
  const where =
    "url" in server
      ? `url: ${literal(server.url)},${headersOf(server.headers)}`
      : `transport: new StdioClientTransport(${literal({ command: server.command, args: server.args, env: server.env }, 2)}),`;
  return `\nconst ${variable(server.name)} = new McpClient({ prefix: ${literal(server.name)}, ${where} });\n`;
}

function headersOf(headers: Record<string, { env: string } | string>): string {
  const lines = Object.entries(headers).map(([name, value]) =>
    typeof value === "string"
      ? `${literal(name)}: ${literal(value)}`
      : `${literal(name)}: process.env.${value.env} ?? ""`,
  );
  return lines.length > 0 ? ` headers: { ${lines.join(", ")} },` : "";
}

const limitsOf = ({ harness, console: settings }: AgentDefinition) => ({
  ...(harness.maxIterations && { turns: harness.maxIterations }),
  ...(harness.maxTokens && { outputTokens: harness.maxTokens }),
  ...(settings.budget.totalTokens && { totalTokens: settings.budget.totalTokens }),
});

const timeOf = ({ harness }: AgentDefinition): string =>
  `export const timeoutMs = ${(harness.timeoutSeconds ?? 3_600) * 1_000};\n`;

function managerOf({ harness }: AgentDefinition): { name: string; code: string } {
  const config = harness.truncation?.config as Record<string, Record<string, unknown>> | undefined;
  switch (harness.truncation?.strategy) {
    case "none":
      return { name: "NullConversationManager", code: "new NullConversationManager()" };
    case "summarization":
      return {
        name: "SummarizingConversationManager",
        code: `new SummarizingConversationManager(${literal(config?.summarization ?? {}, 4)})`,
      };
    default: {
      const windowSize = config?.slidingWindow?.messagesCount;
      return {
        name: "SlidingWindowConversationManager",
        code: `new SlidingWindowConversationManager(${literal(typeof windowSize === "number" ? { windowSize } : {}, 4)})`,
      };
    }
  }
}

const skillPaths = ({ files }: AgentDefinition): string[] =>
  Object.keys(files).flatMap((path) =>
    path.endsWith("/SKILL.md") ? [path.slice(0, -"/SKILL.md".length)] : [],
  );

/** The same policy as in the console: first the rules, then the classes of tools. */
const policyOf = ({ definition: { harness, console: settings } }: ProgramParts) => ({
  allowedTools: harness.allowedTools ?? ["*"],
  classes: settings.classes,
  rules: settings.approvals.rules.map(({ tool, action }) => ({ tool, action })),
  byClass: settings.approvals.classes,
  servers: [
    ...harness.tools.filter(({ type }) => type === "remote_mcp").map(({ name }) => name),
    ...Object.keys(settings.mcpServers),
  ],
});

const oneLine = (text: string): string => text.replace(/\s+/g, " ").replaceAll("*/", "* /");
