import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A program that answers each line of JSON on its stdin with one on its stdout. */
export interface LineProgram {
  /** What it said when it was ready. */
  greeting: unknown;
  // biome-ignore lint/suspicious/noExplicitAny: each caller knows what its program tells
  ask(question: object): Promise<any>;
  close(): Promise<void>;
}

/** Starts it and waits for its first line. Rejects with what its stderr says when it ends before. */
export async function lineProgram(
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<LineProgram> {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const end = () => void child.kill("SIGKILL");
  process.once("exit", end);
  let complaint = "";
  child.stderr.on("data", (data) => {
    complaint = (complaint + data).slice(-4_000);
  });
  const gone = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", () => resolve(reasonIn(complaint)));
  });
  child.stdin.on("error", () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error((await gone) || "The program ended.");
    return JSON.parse(value);
  };
  const greeting = await next();
  return {
    greeting,
    ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return next();
    },
    async close() {
      child.stdin.end();
      await gone;
      process.off("exit", end);
    },
  };
}

/** Node says its reason first and its version last, Python its reason last. */
const reasonIn = (complaint: string): string =>
  complaint.split("\n").findLast((line) => /^\w*Error\b/.test(line)) ?? complaint.trim();

/** A TypeScript program of the benchmarks, with the console's code as plain Node loads it. */
export const nodeProgram = (file: URL, args: string[]): Promise<LineProgram> =>
  lineProgram(process.execPath, [
    "--expose-gc",
    "--import",
    new URL("../../fixtures/console-loader.mjs", import.meta.url).href,
    file.pathname,
    ...args,
  ]);
