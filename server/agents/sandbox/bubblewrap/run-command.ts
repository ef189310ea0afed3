import "server-only";
import type { CommandOptions, CommandResult } from "@/server/agents/contracts";
import { KeptOutput } from "../kept-output";
import { type StartRequest, startProcess } from "./start-process";

/** Exit codes of a shell whose command the kernel ended: 128 and the signal. */
const SIGXCPU = 152;
const SIGXFSZ = 153;

/** Runs a program to its end, and ends it when its time is over. Does not throw for what it does. */
export async function runCommand(
  request: StartRequest,
  options: CommandOptions,
): Promise<CommandResult> {
  const { limits } = request.box;
  const began = performance.now();
  const output = new KeptOutput(limits.outputBytes, options.onOutput);
  if (options.signal?.aborted) return output.result(null, began, "It was stopped before it began.");
  const started = await startProcess(request);
  const ms = Math.min(options.timeoutMs ?? limits.timeoutMs, limits.timeoutMs);
  const timer = setTimeout(
    () => started.end(`It was still running after ${ms / 1_000} s and was ended.`),
    ms,
  );
  const stop = () => started.end("It was stopped.");
  options.signal?.addEventListener("abort", stop, { once: true });
  // While it started.
  if (options.signal?.aborted) stop();
  started.stdout.on("data", (chunk: Buffer) => keep("stdout", chunk));
  started.stderr.on("data", (chunk: Buffer) => keep("stderr", chunk));
  const keep = (stream: "stdout" | "stderr", chunk: Buffer) => {
    if (!output.add(stream, chunk)) started.end("It wrote far more than anybody reads.");
  };
  started.stdin.end(options.stdin ?? "");
  const { code } = await started.closed;
  clearTimeout(timer);
  options.signal?.removeEventListener("abort", stop);
  const ended = started.problem();
  if (ended) return output.result(null, began, ended);
  return output.result(code, began, problemOf(code, request));
}

function problemOf(code: number | null, { box: { limits } }: StartRequest): string | undefined {
  if (code === SIGXCPU)
    return `It used more than its ${limits.cpuSeconds} s of processor time and was ended.`;
  if (code === SIGXFSZ)
    return `The workspace may hold ${limits.diskMb} MB, and no file may be larger: it was ended as it wrote more. Removing files still works.`;
  return undefined;
}
