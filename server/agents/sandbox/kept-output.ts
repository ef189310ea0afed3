import "server-only";
import { StringDecoder } from "node:string_decoder";
import type { CommandOptions, CommandResult } from "@/server/agents/contracts";

type Stream = "stdout" | "stderr";

/** So many times of what is kept may be written before it counts as a flood. */
const FLOOD = 64;

/** What of a command's output is kept, told live as it comes: the beginning, up to a limit for both streams. */
export class KeptOutput {
  private readonly texts: Record<Stream, string> = { stdout: "", stderr: "" };
  private readonly decoders = { stdout: new StringDecoder(), stderr: new StringDecoder() };
  private written = 0;

  private readonly most: number;
  private readonly tell?: CommandOptions["onOutput"];

  /** @param most bytes of both streams together */
  constructor(most: number, tell?: CommandOptions["onOutput"]) {
    this.most = most;
    this.tell = tell;
  }

  /** False when so much was written that it should end. */
  add(stream: Stream, chunk: Buffer): boolean {
    const room = Math.max(0, this.most - this.written);
    this.written += chunk.length;
    if (room > 0) this.keep(stream, this.decoders[stream].write(chunk.subarray(0, room)));
    return this.written < this.most * FLOOD;
  }

  result(exitCode: number | null, began: number, problem?: string): CommandResult {
    const cut =
      this.written > this.most
        ? `Of ${this.written} bytes that it wrote, the first ${this.most} are kept.`
        : undefined;
    const said = [problem, cut].filter(Boolean).join(" ");
    return {
      exitCode,
      ...this.texts,
      durationMs: Math.round(performance.now() - began),
      ...(said ? { problem: said } : {}),
    };
  }

  private keep(stream: Stream, text: string): void {
    if (!text) return;
    this.texts[stream] += text;
    this.tell?.({ stream, text });
  }
}
