import "server-only";
import type { AgentDefinition, HarnessTool } from "@/lib/agents/config";
import type { Json } from "@/lib/agents/events";
import type { Unresolved } from "@/lib/agents/tool";
import type { AgentTool, ToolCall, ToolOutcome, ToolProvider } from "@/server/agents/contracts";
import { AppError } from "@/server/platform/errors";
import { cutText } from "../cut-text";
import { classOfTool } from "../mcp/class-of";

/**
 * `inline_function` of `harness.json`. With a command in `console.json` (inline) it runs in the
 * session's sandbox, the arguments as JSON on its standard input; without one a person answers.
 */
export function inlineTools(): ToolProvider {
  return async ({ definition }) => {
    const tools: AgentTool[] = [];
    const unresolved: Unresolved[] = [];
    for (const tool of definition.harness.tools)
      if (tool.type === "inline_function") {
        const made = inlineTool(tool, definition);
        if ("why" in made) unresolved.push({ name: tool.name, why: made.why });
        else tools.push(made);
      }
    return { tools, unresolved };
  };
}

function inlineTool(
  { name, config }: HarnessTool,
  { console: settings, harness }: AgentDefinition,
): AgentTool | { why: string } {
  const given = (config?.inlineFunction ?? {}) as {
    description?: string;
    inputSchema?: Record<string, unknown>;
  };
  const known = classOfTool(settings.classes, [name]);
  if (!known)
    return { why: `${name} has no class in console.json (classes): read, change or destroy.` };
  const command = settings.inline[name]?.command;
  const common = {
    name,
    description: given.description ?? name,
    inputSchema: { ...given.inputSchema, type: "object" as const },
    source: "inline" as const,
    class: known,
  };
  if (command === undefined)
    return {
      ...common,
      answeredByPerson: true,
      preview: async () => ({ sentence: `Asks a person for the answer of ${name}.` }),
      run: async () => {
        throw new AppError("conflict", `Only a person can answer ${name}.`, { effect: "none" });
      },
    };
  const env = harness.environmentVariables ?? {};
  return {
    ...common,
    contained: true,
    preview: async () => ({
      sentence: `Runs the command of ${name} in the session's sandbox.`,
      rows: [{ label: "Command", after: command }],
    }),
    run: (input, call) => runInline(command, input, call, env),
  };
}

async function runInline(
  command: string,
  input: Json,
  call: ToolCall,
  env: Record<string, string>,
): Promise<ToolOutcome> {
  const { exitCode, stdout, stderr, problem } = await call.workspace.run(command, {
    env,
    stdin: `${JSON.stringify(input)}\n`,
    signal: call.signal,
    onOutput: call.emit,
  });
  if (exitCode === 0 && problem === undefined) {
    const json = jsonOf(stdout);
    if (json !== undefined) return { status: "success", content: [{ json }] };
  }
  const why =
    problem ??
    (exitCode === 0
      ? "It wrote no JSON to its standard output."
      : `It ended with code ${exitCode}.`);
  const said = [
    `[${why}]`,
    cutText(stdout.trimEnd()),
    stderr && `[stderr]\n${cutText(stderr.trimEnd())}`,
  ];
  return { status: "error", content: [{ text: said.filter(Boolean).join("\n") }] };
}

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
