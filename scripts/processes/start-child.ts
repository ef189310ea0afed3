import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { endProcess } from "./end-process.ts";
import { identify, isAlive } from "./identity.ts";
import { lastLines } from "./log-file.ts";
import { MARK, markFor, RUN_MARK } from "./marked.ts";
import { removeRecord, writeRecord } from "./records.ts";

export interface ChildSpec {
  /** Short and unique in the state directory: postgres, redis, lab, console. */
  name: string;
  command: string;
  args: string[];
  env: Record<string, string | undefined>;
  cwd: string;
  stateDir: string;
  logPath: string;
  order: number;
  uid?: number;
  gid?: number;
  stopSignal?: NodeJS.Signals;
  graceMs?: number;
}

export interface Child {
  name: string;
  pid: number;
  logPath: string;
  /** Settles when it ends, however it ends. */
  ended: Promise<string>;
  /** How it ended, once it has. */
  end(): string | undefined;
  /** Ends it, waits for that, and forgets its record. */
  stop(): Promise<void>;
}

/** Starts a process in a group of its own (a Ctrl-C in the terminal reaches only us), logged and recorded. */
export async function startChild(spec: ChildSpec): Promise<Child> {
  mkdirSync(dirname(spec.logPath), { recursive: true });
  const log = openSync(spec.logPath, "a", 0o600);
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: environmentOf(spec),
    stdio: ["ignore", log, log],
    detached: true,
    ...(spec.uid !== undefined && { uid: spec.uid, gid: spec.gid }),
  });
  closeSync(log);
  const ended = endOf(child);
  let end: string | undefined;
  ended.then((how) => {
    end = how;
  });
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (!identity) throw new Error(`${spec.name} could not be started: ${await ended}.`);
  const { stopSignal = "SIGTERM", graceMs = 10_000 } = spec;
  const command = [spec.command, ...spec.args].join(" ");
  const { name, stateDir, order, logPath } = spec;
  writeRecord(stateDir, { ...identity, name, command, stopSignal, graceMs, order });
  return {
    name,
    pid: identity.pid,
    logPath,
    ended,
    end: () => end,
    stop: async () => {
      await endProcess(identity, { signal: stopSignal, graceMs });
      await ended;
      if (!isAlive(identity)) removeRecord(stateDir, name);
    },
  };
}

/** A test run's mark is handed on even to servers that get nothing else of our environment. */
function environmentOf({ env, stateDir }: ChildSpec): NodeJS.ProcessEnv {
  const run = process.env[RUN_MARK];
  const marks = { [MARK]: markFor(stateDir), ...(run && { [RUN_MARK]: run }) };
  return { ...env, ...marks } as unknown as NodeJS.ProcessEnv;
}

/** What to tell a person about a child that ended although nobody asked it to. */
export function obituary(child: Child): string {
  const tail = lastLines(child.logPath).map((line) => `    ${line}`);
  return [
    `${child.name} ended (${child.end() ?? "gone"}); last lines of ${child.logPath}:`,
    ...tail,
  ].join("\n");
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) =>
      resolve(signal ? `signal ${signal}` : `exit code ${code}`),
    );
  });
}
