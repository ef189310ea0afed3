import "server-only";
import type { ChildProcess } from "node:child_process";
import { setPriority } from "node:os";
import type { Readable, Writable } from "node:stream";
import { AppError } from "@/server/platform/errors";
import type { Account } from "../account";
import { measureFolder } from "../files/measure-folder";
import { readTree } from "./read-tree";
import type { Box } from "./sandbox-arguments";
import { spawnSandbox } from "./spawn-sandbox";
import { watchSandbox } from "./watch-sandbox";

const MB = 1_048_576;
/** Below the console, which has people waiting. */
const NICE = 10;

export interface StartRequest {
  /** Host path. */
  workspace: string;
  account?: Account;
  /** The program, by its path or by a name on the PATH. */
  bubblewrap: string;
  box: Omit<Box, "workspace" | "fileBytes">;
  program: string[];
}

/** A sandbox that runs. */
export interface Started {
  stdin: Writable;
  stdout: Readable;
  stderr: Readable;
  /** When every process of it is gone and its streams are read to the end. */
  closed: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Ends all of it, for a reason that `problem` gives from then on. */
  end(problem?: string): void;
  /** Why it was ended, in one sentence; the first reason counts. */
  problem(): string | undefined;
}

/**
 * Starts a program in its sandbox, watched for as long as it runs.
 *
 * @throws AppError upstream when bubblewrap does not start
 */
export async function startProcess(request: StartRequest): Promise<Started> {
  const { workspace, program } = request;
  const { limits } = request.box;
  const held = await measureFolder(workspace);
  const room = limits.diskMb * MB;
  // A full workspace can still be looked at and emptied.
  const fileBytes = held.bytes > room || held.full ? 0 : room;
  const child = spawnSandbox({ ...request.box, workspace, fileBytes }, program, request);
  await spawned(child);
  const pid = child.pid as number;
  lower(pid);

  let problem: string | undefined;
  const end = (why?: string) => {
    if (child.exitCode === null && child.signalCode === null) problem ??= why;
    kill(pid, child);
  };
  const cpu = request.box.cpuSeconds !== undefined;
  const stopWatching = watchSandbox({ pid, workspace, limits, held, cpu, onBreach: end });
  const closed = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once("exit", stopWatching);
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  child.stdin?.on("error", () => undefined);
  return {
    stdin: child.stdin as Writable,
    stdout: child.stdout as Readable,
    stderr: child.stderr as Readable,
    closed,
    end,
    problem: () => problem,
  };
}

async function spawned(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (cause) =>
      reject(new AppError("upstream", "The sandbox did not start.", { cause, effect: "none" })),
    );
  });
}

function lower(pid: number): void {
  try {
    setPriority(pid, NICE);
  } catch {
    // It is gone already.
  }
}

/** The first process inside takes all others with it; the rest are the wrappers around. */
function kill(pid: number, child: ChildProcess): void {
  const pids = child.exitCode === null && child.signalCode === null ? readTree(pid, 0).pids : [];
  for (const each of pids.reverse()) {
    try {
      process.kill(each, "SIGKILL");
    } catch {
      // It is gone already.
    }
  }
}
