import { type ChildProcess, spawn } from "node:child_process";
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { findProcess, groupOf, killGroup, type ProcessRef } from "../processes.ts";
import { confine, OutsideError } from "./confine.ts";
import type { OutputTail } from "./output-tail.ts";

export type ScriptErrorCode =
  | "Success"
  | "ScriptMissing"
  | "ScriptNotExecutable"
  | "ScriptTimedOut"
  | "ScriptFailed"
  | "UnknownError";

export interface ScriptOutcome {
  errorCode: ScriptErrorCode;
  message: string;
}

export interface ScriptRun {
  /** As the AppSpec writes it, relative to the revision. */
  location: string;
  timeoutSeconds: number;
  /** The unpacked revision, also the working directory. */
  archiveDir: string;
  env: Record<string, string>;
  /** Where the output goes while it runs; a process that outlives the script goes on writing there. */
  outputDir: string;
  tail: OutputTail;
  /** Told when the script started, so that a later start of the lab can end what is left of it. */
  onStart?(process: ProcessRef): void;
}

const POLL_MS = 40;
/** How long a killed process group may take to be gone, on a machine that is busy. */
const GONE_MS = 5000;
const READ_BYTES = 64 * 1024;
const FILE_BYTES = 1024 * 1024;
const CATCH_UP = 50;

/** Runs one script of a hook the way the CodeDeploy agent does. Never throws. */
export async function runScript(run: ScriptRun): Promise<ScriptOutcome> {
  const fail = (errorCode: ScriptErrorCode, what: string): ScriptOutcome => ({
    errorCode,
    message: `Script at specified location: ${run.location} ${what}`,
  });
  let script: string;
  try {
    script = confine(run.archiveDir, run.location, "The script");
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return { errorCode: "ScriptMissing", message: error.message };
  }
  if (!isFile(script)) {
    return {
      errorCode: "ScriptMissing",
      message: `Script does not exist at specified location: ${run.location}`,
    };
  }
  if (!isExecutable(script)) return fail("ScriptNotExecutable", "is not executable");

  await mkdir(run.outputDir, { recursive: true });
  const outputs = (["stdout", "stderr"] as const).map((name) => new Follower(run, name));
  let child: ChildProcess;
  try {
    child = await start(script, run, outputs);
  } catch (error) {
    for (const output of outputs) output.close();
    const code = (error as NodeJS.ErrnoException).code ?? "an unknown error";
    const why = code === "ENOENT" ? "names an interpreter that does not exist" : `: ${code}`;
    return fail("ScriptFailed", `cannot be run, it ${why}`);
  }
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.once("exit", (code, signal) => resolve({ code, signal })),
  );
  const leader = findProcess(child.pid ?? 0);
  if (leader) run.onStart?.(leader);
  const follow = setInterval(() => {
    for (const output of outputs) output.read();
  }, POLL_MS);

  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), run.timeoutSeconds * 1000);
  });
  const first = await Promise.race([ended, late]);
  clearTimeout(timer);
  if (first === "late" && child.pid) {
    await endGroup(child.pid, ended);
  }
  clearInterval(follow);
  for (const output of outputs) output.finish();
  run.tail.flush();

  if (first === "late")
    return fail("ScriptTimedOut", `failed to complete in ${run.timeoutSeconds} seconds`);
  if (first.signal) return fail("ScriptFailed", `was ended by the signal ${first.signal}`);
  if (first.code !== 0) return fail("ScriptFailed", `failed with exit code ${first.code}`);
  return { errorCode: "Success", message: "Succeeded" };
}

async function start(script: string, run: ScriptRun, outputs: Follower[]): Promise<ChildProcess> {
  const stdio = [
    "ignore",
    outputs[0]?.writeFd ?? "ignore",
    outputs[1]?.writeFd ?? "ignore",
  ] as const;
  const env = run.env as NodeJS.ProcessEnv;
  const options = { cwd: run.archiveDir, env, stdio: [...stdio], detached: true };
  const spawned = (child: ChildProcess) =>
    new Promise<ChildProcess>((resolve, reject) => {
      child.once("spawn", () => resolve(child));
      child.once("error", reject);
    });
  try {
    return await spawned(spawn(script, [], options));
  } catch (error) {
    // Without a first line "#!" the system refuses; a shell then reads it, as it always did.
    if ((error as NodeJS.ErrnoException).code !== "ENOEXEC") throw error;
    return spawned(spawn("/bin/sh", [script], options));
  }
}

/** A script that ran out of time: its whole process group, politely for two seconds. */
async function endGroup(pid: number, ended: Promise<unknown>): Promise<void> {
  const leader = { pid, startTime: "" };
  killGroup(leader, "SIGTERM");
  const patience = new Promise((resolve) => setTimeout(resolve, 2000));
  await Promise.race([ended, patience]);
  killGroup(leader, "SIGKILL");
  await ended;
  // The leader's end says nothing of the others: each ends when the system gets to it.
  const deadline = Date.now() + GONE_MS;
  while (groupOf(pid).length > 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Reads what a script prints from a file and keeps that file small while the script runs. */
class Follower {
  readonly writeFd: number;
  private readonly readFd: number;
  private offset = 0;
  private readonly name: "stdout" | "stderr";
  private readonly tail: OutputTail;

  constructor(run: ScriptRun, name: "stdout" | "stderr") {
    const file = join(run.outputDir, `${name}.log`);
    // Appending writers go on at the new end when the file is cut short.
    this.writeFd = openSync(file, "a+");
    ftruncateSync(this.writeFd, 0);
    this.readFd = openSync(file, "r");
    this.name = name;
    this.tail = run.tail;
  }

  read(): void {
    let size = this.readOnce();
    if (size <= FILE_BYTES) return;
    // What was printed while the piece before was looked at would be cut away unread. Who prints
    // without a pause is not waited for.
    for (let tries = 0; tries < CATCH_UP && fstatSync(this.readFd).size > size; tries += 1) {
      size = this.readOnce();
    }
    ftruncateSync(this.writeFd, 0);
    this.offset = 0;
  }

  /** Gives the size up to which all is read. */
  private readOnce(): number {
    const size = fstatSync(this.readFd).size;
    if (size < this.offset) this.offset = 0;
    if (size - this.offset > READ_BYTES) this.offset = size - READ_BYTES;
    const buffer = Buffer.alloc(size - this.offset);
    const count = readSync(this.readFd, buffer, 0, buffer.length, this.offset);
    this.offset += count;
    if (count > 0) this.tail.write(this.name, buffer.subarray(0, count));
    return size;
  }

  finish(): void {
    this.read();
    this.close();
  }

  close(): void {
    closeSync(this.readFd);
    closeSync(this.writeFd);
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    // Root may execute nothing that nobody may execute.
    return (statSync(path).mode & 0o111) !== 0;
  } catch {
    return false;
  }
}

const hookFile = (agentDir: string) => join(agentDir, "running-hook.json");

/** Notes the process that runs a hook now, for the next start of the lab. */
export function noteHook(agentDir: string, process: ProcessRef | undefined): void {
  const file = hookFile(agentDir);
  if (!process) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(process));
}
