import "server-only";
import { Bash, InMemoryFs, MountableFs } from "just-bash";
import type { SandboxLimits } from "@/lib/agents/isolation";
import type { CommandOptions, CommandResult } from "@/server/agents/contracts";
import type { Account } from "../account";
import { KeptOutput } from "../kept-output";
import { WorkspaceFs } from "./workspace-fs";

export interface VirtualParts {
  /** Host path of the workspace. */
  folder: string;
  account?: Account;
  limits: SandboxLimits;
}

/** What commands may hand on to each other, in bytes; what is kept of it is another matter. */
const MOST_OUTPUT = 16 * 1_048_576;

/** The shell's exit code for what its own deadline ended. */
const DEADLINE = 124;

/**
 * Runs a command in a simulated shell: its commands are our own code, it has no processes, no network
 * and no files but the workspace's, which stay, and some in memory, which do not. Output comes at the end.
 */
export async function runVirtual(
  { folder, account, limits }: VirtualParts,
  command: string,
  options: CommandOptions,
): Promise<CommandResult> {
  const began = performance.now();
  const output = new KeptOutput(limits.outputBytes, options.onOutput);
  const ms = Math.min(options.timeoutMs ?? limits.timeoutMs, limits.timeoutMs);
  const files = new WorkspaceFs({ folder, account, diskBytes: limits.diskMb * 1_048_576 });
  const shell = new Bash({
    fs: new MountableFs({
      base: new InMemoryFs(),
      mounts: [{ mountPoint: "/workspace", filesystem: files }],
    }),
    cwd: "/workspace",
    executionLimitProfile: "hardened",
    executionLimits: {
      maxExecutionTimeMs: ms,
      maxOutputSize: MOST_OUTPUT,
      maxLiveBytes: limits.memoryMb * 262_144,
      maxStringLength: Math.min(limits.diskMb, 32) * 1_048_576,
    },
  });
  const over = AbortSignal.timeout(ms);
  const signal = AbortSignal.any([over, ...(options.signal ? [options.signal] : [])]);
  try {
    const { stdout, stderr, exitCode } = await shell.exec(command, {
      cwd: options.cwd ?? "/workspace",
      env: { HOME: "/workspace", USER: "sandbox", ...options.env },
      stdin: options.stdin,
      signal,
    });
    output.add("stdout", Buffer.from(stdout));
    output.add("stderr", Buffer.from(stderr));
    const ended = options.signal?.aborted
      ? "It was stopped."
      : over.aborted || exitCode === DEADLINE
        ? `It was still running after ${ms / 1_000} s and was ended.`
        : undefined;
    return output.result(ended ? null : exitCode, began, ended ?? files.problem);
  } catch (error) {
    output.add("stderr", Buffer.from(error instanceof Error ? `${error.message}\n` : ""));
    const why = options.signal?.aborted ? "It was stopped." : "It broke a limit of the shell.";
    return output.result(null, began, why);
  }
}
