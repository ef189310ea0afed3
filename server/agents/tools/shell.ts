import "server-only";
import { z } from "zod";
import type { AgentTool, CommandResult, ToolOutcome, Workspace } from "@/server/agents/contracts";
import { cutText } from "./cut-text";

const Input = z.object({
  command: z.string().min(1),
  timeout_seconds: z.number().int().min(1).max(900).optional(),
});

const SHELLS = {
  namespaces:
    "Bash with the usual programs of the system and Python 3, in a sandbox without network. Processes end with the command; nothing stays in the background.",
  virtual:
    "A simulated bash with common text tools (grep, sed, awk, jq, sort, …) over the workspace's files. There are no other programs.",
  microvm: "Bash.",
};

/** `shell`: a command in the session's sandbox, told live as it writes. */
export function shellTool(workspace: Workspace, env: Record<string, string>): AgentTool {
  const { isolation, limits } = workspace;
  return {
    name: "shell",
    description: `Runs a command in the session's workspace (/workspace), whose files stay between calls. ${SHELLS[isolation.level]} At most ${limits.timeoutMs / 1_000} seconds.`,
    inputSchema: {
      type: "object",
      properties: {
        command: { type: "string", description: "What bash runs." },
        timeout_seconds: { type: "integer", minimum: 1, maximum: 900 },
      },
      required: ["command"],
      additionalProperties: false,
    },
    source: "builtin",
    class: "read",
    contained: true,
    run: async (input, call) => {
      const { command, timeout_seconds } = Input.parse(input);
      const result = await call.workspace.run(command, {
        env,
        timeoutMs: timeout_seconds && timeout_seconds * 1_000,
        signal: call.signal,
        onOutput: call.emit,
      });
      return commandOutcome(result);
    },
  };
}

/** A command's result as the model reads it. */
export function commandOutcome(result: CommandResult): ToolOutcome {
  const { exitCode, stdout, stderr, problem } = result;
  const parts = [
    stdout && cutText(stdout.trimEnd()),
    stderr && `[stderr]\n${cutText(stderr.trimEnd())}`,
    problem && `[${problem}]`,
    exitCode === null ? undefined : `[exit code ${exitCode}]`,
  ];
  return {
    status: exitCode === 0 ? "success" : "error",
    content: [{ text: parts.filter(Boolean).join("\n") }],
  };
}
