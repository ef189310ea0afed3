import "server-only";
import type { AgentDefinition } from "@/lib/agents/config";
import { AppError } from "@/server/platform/errors";
import { agentFile } from "./agent-file";
import { modelFile } from "./model-file";
import { packageFile } from "./package-file";
import { programParts } from "./program-parts";
import { readmeFile } from "./readme-file";
import { APPROVALS_FILE, MAIN_FILE, SANDBOX_FILE, TSCONFIG_FILE } from "./source/program";
import {
  BROWSER_FILE,
  CODE_FILE,
  FILES_FILE,
  INLINE_FILE,
  MEMORY_FILE,
  SHELL_FILE,
} from "./source/tools";

/**
 * The agent as a program in TypeScript on the Strands Agents SDK: files by their path. It runs with
 * Node alone after `npm install`; what cannot leave the console is listed in its README.
 * @throws AppError invalid when its model has no adapter
 */
export function exportAgent(definition: AgentDefinition): Record<string, string> {
  if (definition.harness.model.provider === "lite_llm")
    throw new AppError(
      "invalid",
      "This agent's model is reached through LiteLLM, for which the Strands SDK for TypeScript has no adapter: choose another model first.",
    );
  const parts = programParts(definition);
  const inSandbox = parts.shell || parts.codeInterpreter || parts.inline.some((one) => one.command);
  const skills = Object.entries(definition.files).filter(([path]) => path.endsWith("/SKILL.md"));
  const skillFiles = Object.entries(definition.files).filter(([path]) =>
    skills.some(([skill]) => path.startsWith(skill.slice(0, -"SKILL.md".length))),
  );
  return {
    "README.md": readmeFile(parts),
    "package.json": packageFile(parts),
    "tsconfig.json": TSCONFIG_FILE,
    ".gitignore": "node_modules/\nworkspace/\nmemory.json\n",
    "system-prompt.md": `${definition.systemPrompt}\n`,
    "src/main.ts": MAIN_FILE,
    "src/agent.ts": agentFile(parts),
    "src/model.ts": modelFile(definition.harness.model),
    "src/approvals.ts": APPROVALS_FILE,
    ...(inSandbox && { "src/sandbox.ts": SANDBOX_FILE }),
    ...(parts.shell && { "src/tools/shell.ts": SHELL_FILE }),
    ...(parts.fileOperations && { "src/tools/file-operations.ts": FILES_FILE }),
    ...(parts.codeInterpreter && { "src/tools/code-interpreter.ts": CODE_FILE }),
    ...(parts.browser && { "src/tools/browser.ts": BROWSER_FILE }),
    ...(parts.memory && { "src/tools/memory.ts": MEMORY_FILE }),
    ...(parts.inline.length > 0 && { "src/tools/inline.ts": INLINE_FILE }),
    ...Object.fromEntries(skillFiles),
  };
}
