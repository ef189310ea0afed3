import "server-only";
import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { SandboxProcess, Workspace } from "@/server/agents/contracts";
import { PYTHON_DRIVER } from "./python-driver";
import { SplitStream } from "./split-stream";

/** Debian's, which has numpy, pandas and matplotlib. */
export const PYTHON = "/usr/bin/python3";
/** What the code gets to end by itself after it was interrupted. */
const GRACE_MS = 2_000;
const START_MS = 30_000;

const Finished = z.object({
  status: z.enum(["success", "error"]),
  value: z.string().nullish(),
  problem: z.string().nullish(),
  pictures: z.array(z.string().max(500)).max(1_000).catch([]),
});

/** One call's end. `lost`: the kernel died with it, and all names. */
export interface CellResult {
  status: "success" | "error";
  /** Of the last line, as Python writes it. */
  value?: string;
  /** A traceback of the code's own lines, or what ended it. */
  problem?: string;
  /** Files that it made or changed, as it says. */
  pictures: string[];
  lost: boolean;
}

export interface CellOptions {
  timeoutMs: number;
  signal: AbortSignal;
  onOutput(output: { stream: "stdout" | "stderr"; text: string }): void;
}

/** A Python process in the sandbox that keeps names from call to call. */
export interface Kernel {
  /** Calls wait for each other. */
  run(code: string, options: CellOptions): Promise<CellResult>;
  alive(): boolean;
  /** How many calls it has taken. */
  cells(): number;
  end(): Promise<void>;
}

/** @throws AppError when no program can be started */
export async function startKernel(
  workspace: Workspace,
  env: Record<string, string>,
): Promise<Kernel> {
  const child = await workspace.start(PYTHON, ["-u", "-c", PYTHON_DRIVER], { env });
  const token = randomBytes(24).toString("hex");
  child.stdin.write(`${token}\n`);
  const state = { alive: true, cells: 0, last: Promise.resolve() };
  let ending: string | undefined;
  const exited = child.exited.then(({ problem }) => {
    state.alive = false;
    ending = problem;
  });

  const runCell = async (code: string, options: CellOptions): Promise<CellResult> => {
    if (options.signal.aborted) return { ...lost("It was stopped."), lost: false };
    if (!state.alive) return lost(ending);
    state.cells += 1;
    const ended = Promise.withResolvers<string>();
    const quiet = Promise.withResolvers<void>();
    const mark = `\x1e${token}`;
    const tell = (stream: "stdout" | "stderr") => (text: string) =>
      options.onOutput({ stream, text });
    const out = new SplitStream(mark, tell("stdout"), ended.resolve);
    const err = new SplitStream(mark, tell("stderr"), () => quiet.resolve());
    const takeOut = (chunk: Buffer) => out.add(chunk);
    const takeErr = (chunk: Buffer) => err.add(chunk);
    child.stdout.on("data", takeOut);
    child.stderr.on("data", takeErr);
    try {
      child.stdin.write(`${JSON.stringify({ cell: state.cells, code })}\n`);
      const over = interrupting(child, options);
      const line = await Promise.race([
        Promise.all([ended.promise, quiet.promise]).then(([end]) => end),
        exited.then(() => undefined),
      ]);
      const why = over();
      if (line === undefined) return lost(why ?? ending);
      return { ...parsed(line), ...(why === undefined ? {} : { status: "error", problem: why }) };
    } finally {
      child.stdout.off("data", takeOut);
      child.stderr.off("data", takeErr);
    }
  };

  const kernel: Kernel = {
    run: (code, options) => {
      const result = state.last.then(() => runCell(code, options));
      state.last = result.then(
        () => undefined,
        () => undefined,
      );
      return result;
    },
    alive: () => state.alive,
    cells: () => state.cells,
    end: () => child.kill(),
  };
  // Python's own start is no part of a call's time.
  const { signal } = new AbortController();
  await kernel.run("", { timeoutMs: START_MS, signal, onOutput: () => undefined });
  state.cells = 0;
  return kernel;
}

/**
 * Interrupts the code at its time or at the signal, and ends the kernel when it goes on all the same.
 *
 * @returns ends the waiting, and says why it was interrupted
 */
function interrupting(
  child: SandboxProcess,
  { timeoutMs, signal }: CellOptions,
): () => string | undefined {
  let why: string | undefined;
  let grace: NodeJS.Timeout | undefined;
  const interrupt = (reason: string) => {
    if (why !== undefined) return;
    why = reason;
    child.stdin.write(`${JSON.stringify({ interrupt: true })}\n`);
    grace = setTimeout(() => void child.kill(), GRACE_MS);
  };
  const timer = setTimeout(
    () => interrupt(`It was still running after ${timeoutMs / 1_000} s and was interrupted.`),
    timeoutMs,
  );
  const stop = () => interrupt("It was stopped.");
  signal.addEventListener("abort", stop, { once: true });
  return () => {
    clearTimeout(timer);
    clearTimeout(grace);
    signal.removeEventListener("abort", stop);
    return why;
  };
}

function parsed(line: string): CellResult {
  const { value, problem, ...rest } = Finished.parse(safeJson(line));
  return { ...rest, value: value ?? undefined, problem: problem ?? undefined, lost: false };
}

function safeJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return { status: "error", problem: "The code wrote into Python's own messages." };
  }
}

const lost = (problem?: string): CellResult => ({
  status: "error",
  problem:
    problem ?? "Python ended: it ran out of what the sandbox gives it, or the code ended it.",
  pictures: [],
  lost: true,
});
