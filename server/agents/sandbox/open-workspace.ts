import "server-only";
import type { Isolation, SandboxLimits } from "@/lib/agents/isolation";
import type { SandboxProcess, Workspace } from "@/server/agents/contracts";
import { AppError } from "@/server/platform/errors";
import { held } from "@/server/platform/held";
import type { Account } from "./account";
import { runCommand } from "./bubblewrap/run-command";
import type { Box } from "./bubblewrap/sandbox-arguments";
import { type Started, startProcess } from "./bubblewrap/start-process";
import { listFolder } from "./files/list-folder";
import { namesOf } from "./files/open-folder";
import { readFileInside } from "./files/read-file";
import { removeInside } from "./files/remove-entry";
import { writeFileInside } from "./files/write-file";
import { runVirtual } from "./virtual/run-virtual";

export interface WorkspaceParts {
  /** Host path. */
  folder: string;
  account?: Account;
  bubblewrap: string;
  isolation: Isolation;
  limits: SandboxLimits;
}

/** What ends the processes of a workspace that this process started, by its folder. */
const running = () => held("agents.sandboxes", () => new Map<string, Set<() => Promise<void>>>());

/** The workspace of one session at the level of isolation in force. */
export function openWorkspace(parts: WorkspaceParts): Workspace {
  const { folder, account, bubblewrap, isolation, limits } = parts;
  const box = (
    cwd: string | undefined,
    env: Record<string, string> = {},
  ): Omit<Box, "workspace" | "fileBytes"> => ({
    cwd: ["/workspace", ...namesOf(cwd ?? "")].join("/"),
    env: checkedEnvironment(env),
    readOnly: [],
    limits,
  });

  const run: Workspace["run"] = async (command, options = {}) => {
    const request = box(options.cwd, options.env);
    const stopper = new AbortController();
    const signal = AbortSignal.any([stopper.signal, ...(options.signal ? [options.signal] : [])]);
    const result =
      isolation.level === "namespaces"
        ? runCommand(
            {
              workspace: folder,
              account,
              bubblewrap,
              box: { ...request, cpuSeconds: limits.cpuSeconds },
              program: ["/bin/bash", "-c", command],
            },
            { ...options, signal },
          )
        : runVirtual({ folder, account, limits }, command, {
            ...options,
            cwd: request.cwd,
            signal,
          });
    return whileRunning(folder, result, () => stopper.abort());
  };

  const start: Workspace["start"] = async (command, args, options = {}) => {
    if (isolation.level !== "namespaces")
      throw new AppError("invalid", `No program can be started here. ${isolation.why}`);
    const started = await startProcess({
      workspace: folder,
      account,
      bubblewrap,
      box: { ...box(options.cwd, options.env), readOnly: options.readOnly ?? [] },
      program: [command, ...args],
    });
    void whileRunning(folder, started.closed, () => started.end());
    return asProcess(started);
  };

  return {
    isolation,
    limits,
    run,
    start,
    read: (path) => readFileInside(folder, path),
    write: (path, content) =>
      writeFileInside(folder, path, content, { account, diskBytes: limits.diskMb * 1_048_576 }),
    remove: (path) => removeInside(folder, path),
    list: (path) => listFolder(folder, path),
    stop: () => stopProcesses(folder),
  };
}

/** Ends what this process started in a workspace, and waits until it is gone. */
export async function stopProcesses(folder: string): Promise<void> {
  const ends = running().get(folder) ?? [];
  await Promise.all([...ends].map((end) => end()));
}

async function whileRunning<T>(folder: string, over: Promise<T>, end: () => void): Promise<T> {
  const ends = running().get(folder) ?? new Set();
  running().set(folder, ends);
  const stop = async () => {
    end();
    await over.catch(() => undefined);
  };
  ends.add(stop);
  try {
    return await over;
  } finally {
    ends.delete(stop);
    if (ends.size === 0 && running().get(folder) === ends) running().delete(folder);
  }
}

function asProcess(started: Started): SandboxProcess {
  return {
    stdin: started.stdin,
    stdout: started.stdout,
    stderr: started.stderr,
    exited: started.closed.then(({ code }) => {
      const problem = started.problem();
      return problem === undefined ? { code } : { code: null, problem };
    }),
    kill: async () => {
      started.end();
      await started.closed;
    },
  };
}

function checkedEnvironment(env: Record<string, string>): Record<string, string> {
  for (const [name, value] of Object.entries(env))
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || value.includes("\0"))
      throw new AppError("invalid", `${JSON.stringify(name)} cannot be set in the environment.`);
  return env;
}
