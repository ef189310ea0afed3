import "server-only";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { type JSONRPCMessage, JSONRPCMessageSchema } from "@modelcontextprotocol/sdk/types.js";
import type { SandboxProcess } from "@/server/agents/contracts";
import { AppError } from "@/server/platform/errors";

/** Of one message; pictures come as base64. */
const MOST_BYTES = 8 * 1_048_576;
/** Lines that are no message: some servers log there. */
const MOST_NOISE = 200;

/** MCP over the streams of a process in the session's sandbox. It ends what writes endlessly or nonsense. */
export class SandboxTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  /** Why the server ended, in one sentence, once it did. */
  problem: string | undefined;
  /** The last that it wrote to stderr. */
  complaint = "";
  private readonly process: SandboxProcess;
  private rest: Buffer[] = [];
  private restBytes = 0;
  private noise = 0;

  constructor(process: SandboxProcess) {
    this.process = process;
  }

  async start(): Promise<void> {
    const { stdout, stderr, exited } = this.process;
    stdout.on("data", (chunk: Buffer) => this.take(chunk));
    stderr.on("data", (chunk: Buffer) => {
      this.complaint = (this.complaint + chunk.toString("utf8")).slice(-2_000);
    });
    void exited.then(({ code, problem }) => {
      this.problem ??= problem ?? `It ended with code ${code}.`;
      this.onclose?.();
    });
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.problem !== undefined) throw new AppError("upstream", this.problem);
    this.process.stdin.write(`${JSON.stringify(message)}\n`);
  }

  async close(): Promise<void> {
    this.process.stdin.end();
    await this.process.kill();
  }

  private take(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      this.line(Buffer.concat([...this.rest, chunk.subarray(from, at)]));
      this.rest = [];
      this.restBytes = 0;
      from = at + 1;
    }
    this.rest.push(chunk.subarray(from));
    this.restBytes += chunk.length - from;
    if (this.restBytes > MOST_BYTES) this.giveUp("It wrote a message of more than 8 MB.");
  }

  private line(bytes: Buffer): void {
    if (this.problem !== undefined) return;
    const message = messageIn(bytes.toString("utf8").trim());
    if (message) this.onmessage?.(message);
    else if (bytes.length > 0 && ++this.noise > MOST_NOISE)
      this.giveUp("It writes what is no MCP message.");
  }

  private giveUp(why: string): void {
    if (this.problem !== undefined) return;
    this.problem = why;
    this.rest = [];
    this.restBytes = 0;
    void this.process.kill();
  }
}

function messageIn(line: string): JSONRPCMessage | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSONRPCMessageSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
