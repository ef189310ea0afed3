/** Runs one buildspec command with bash; environment and directory carry over to the next one. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { setPriority } from "node:os";
import { join } from "node:path";

export interface Shell {
  /** A directory of the lab's own, outside the source. */
  stateDir: string;
  sourceDir: string;
  environment: Record<string, string>;
  /** Version 0.1 runs every command in a shell of its own. */
  keepState: boolean;
}

export interface CommandEnd {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
}

/** A process that a command left behind may hold the pipe open; its output is not waited for longer. */
const DRAIN_MS = 250;

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Resolves when the command's shell ends; an abort kills its whole process group first.
 * `onStart` hears of the process group, so that it can be ended with the build.
 */
export function runCommand(
  shell: Shell,
  command: string,
  options: {
    output(chunk: Buffer): void;
    onStart(pid: number): void;
    signal: AbortSignal;
    extraEnvironment?: Record<string, string>;
  },
): Promise<CommandEnd> {
  const environmentFile = join(shell.stateDir, "environment");
  const directoryFile = join(shell.stateDir, "directory");
  const commandFile = join(shell.stateDir, "command.sh");
  writeFileSync(commandFile, `${command}\n`, { mode: 0o700 });
  const resumed = shell.keepState && existsSync(environmentFile);
  const script = [
    "exec 2>&1",
    ...(resumed
      ? [`. ${quote(environmentFile)}`, `cd "$(cat ${quote(directoryFile)})" 2>/dev/null || true`]
      : []),
    ...Object.entries(options.extraEnvironment ?? {}).map(
      ([name, value]) => `export ${name}=${quote(value)}`,
    ),
    ...(shell.keepState
      ? [
          `trap '__rc=$?; export -p > "${environmentFile}.new" && mv "${environmentFile}.new" "${environmentFile}"; pwd > "${directoryFile}"; exit $__rc' EXIT`,
        ]
      : []),
    `. ${quote(commandFile)}`,
  ].join("\n");

  return new Promise((resolve, reject) => {
    const child = spawn("/bin/bash", ["--noprofile", "--norc", "-c", script], {
      cwd: shell.sourceDir,
      env: shell.environment as NodeJS.ProcessEnv,
      detached: true,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const kill = () => killGroup(child);
    child.once("error", reject);
    child.stdout?.on("data", options.output);
    if (child.pid) {
      options.onStart(child.pid);
      yieldToOthers(child.pid);
    }
    options.signal.addEventListener("abort", kill, { once: true });
    if (options.signal.aborted) kill();
    child.once("exit", (exitCode, signal) => {
      options.signal.removeEventListener("abort", kill);
      const done = () => {
        clearTimeout(timer);
        resolve({ exitCode, signal });
      };
      const timer = setTimeout(done, DRAIN_MS);
      child.once("close", done);
    });
  });
}

/** A build may take what is left of the machine, not what the lab and its instances need. */
function yieldToOthers(pid: number): void {
  try {
    setPriority(pid, 5);
  } catch {
    // It has ended already, or this system does not let us.
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid) endGroup(child.pid);
}

/** SIGKILL to a process group; one that is gone is no error. */
export function endGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
