import "server-only";
import type { Unresolved } from "@/lib/agents/tool";
import type { AgentTool, ToolProvider, Workspaces } from "@/server/agents/contracts";
import { codeInterpreter } from "./code-interpreter";
import { fileTool } from "./file-operations";
import { findPython } from "./find-python";
import { shellTool } from "./shell";

/**
 * The tools that work inside the session's sandbox: the builtins that `console.json` leaves on, and
 * `agentcore_code_interpreter` of `harness.json`. Python's names outlive a run; its end is the
 * session's `stop`, a quarter of an hour without a call, or the console's.
 */
export function sandboxTools(workspaces: Workspaces): ToolProvider {
  return async ({ definition, workspace }) => {
    const env = definition.harness.environmentVariables ?? {};
    const tools: AgentTool[] = [];
    const unresolved: Unresolved[] = [];
    const { builtins } = definition.console;
    if (builtins.includes("shell")) tools.push(shellTool(workspace, env));
    if (builtins.includes("file_operations")) tools.push(fileTool());
    const interpreters = definition.harness.tools.filter(
      ({ type }) => type === "agentcore_code_interpreter",
    );
    for (const { name } of interpreters) {
      const python = await findPython(await workspaces.isolation(), workspace);
      if ("missing" in python) unresolved.push({ name, why: python.missing });
      else tools.push(codeInterpreter(name, workspace, python.libraries, env));
    }
    return { tools, unresolved };
  };
}
