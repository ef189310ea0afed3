import { StringDecoder } from "node:string_decoder";

/** CodeDeploy keeps the end of what a script printed, at most this many bytes. */
export const LOG_TAIL_BYTES = 4096;
const LINE_CHARS = 1024;

type Stream = "stdout" | "stderr";

/** The end of a script's output in the agent's format (`[stdout]…`), bounded however much is printed. */
export class OutputTail {
  private lines: string[] = [];
  private size = 0;
  private readonly open: Record<Stream, { decoder: StringDecoder; text: string }>;

  constructor(event: string) {
    this.open = {
      stdout: { decoder: new StringDecoder("utf8"), text: "" },
      stderr: { decoder: new StringDecoder("utf8"), text: "" },
    };
    this.add(`LifecycleEvent - ${event}`);
  }

  script(location: string): void {
    this.add(`Script - ${location}`);
  }

  write(stream: Stream, chunk: Buffer): void {
    const state = this.open[stream];
    const parts = (state.text + state.decoder.write(chunk)).split("\n");
    state.text = (parts.pop() ?? "").slice(0, LINE_CHARS);
    for (const part of parts) this.add(`[${stream}]${clean(part)}`);
  }

  /** Lines that were begun and not ended count too. */
  flush(): void {
    for (const stream of ["stdout", "stderr"] as const) {
      const state = this.open[stream];
      const rest = state.text + state.decoder.end();
      state.text = "";
      if (rest) this.add(`[${stream}]${clean(rest)}`);
    }
  }

  toString(): string {
    const bytes = Buffer.from(`${this.lines.join("\n")}\n`);
    if (bytes.length <= LOG_TAIL_BYTES) return bytes.toString();
    let from = bytes.length - LOG_TAIL_BYTES;
    // Never begin inside of a character.
    while (((bytes[from] ?? 0) & 0xc0) === 0x80) from++;
    return bytes.subarray(from).toString();
  }

  private add(line: string): void {
    this.lines.push(line);
    this.size += line.length;
    while (this.size > LOG_TAIL_BYTES * 2 && this.lines.length > 1) {
      this.size -= this.lines.shift()?.length ?? 0;
    }
  }
}

function clean(line: string): string {
  return line.replace(/\r$/, "").replaceAll("\0", "").slice(0, LINE_CHARS);
}
