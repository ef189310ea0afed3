/** A build's log: masked, capped, and in CodeBuild's own style for the lab's lines. */
import { StringDecoder } from "node:string_decoder";
import type { LogWriter } from "../../core/contracts.ts";

/** What a build may print before its output is cut; the build itself goes on. */
export const OUTPUT_LIMIT = 5 * 1024 * 1024;
const LONGEST_LINE = 64 * 1024;
const MASK = "***";

export interface BuildLog {
  /** Output of a command, as it comes. */
  output(chunk: Buffer): void;
  /** A line of the build service: `[Container] 2026/11/24 10:00:00.000000 …`. Never cut. */
  line(text: string): void;
  /** From now on these values are shown as `***`. */
  mask(values: string[]): void;
  masked(text: string): string;
  /** What is left of a last line without its end. */
  endOutput(): void;
  end(): Promise<void>;
}

function stamp(now: Date): string {
  const iso = now.toISOString();
  return `${iso.slice(0, 10).replaceAll("-", "/")} ${iso.slice(11, 23)}000`;
}

export function createBuildLog(writer: LogWriter, limit: number = OUTPUT_LIMIT): BuildLog {
  let secrets: string[] = [];
  let decoder = new StringDecoder("utf8");
  let partial = "";
  let printed = 0;
  let cut = false;

  const masked = (text: string) =>
    secrets.reduce((result, secret) => result.replaceAll(secret, MASK), text);
  const put = (text: string) => {
    if (cut || text === "") return;
    const room = limit - printed;
    printed += text.length;
    writer.write(masked(text.slice(0, Math.max(0, room))));
    if (printed <= limit) return;
    cut = true;
    const size = limit >= 1024 * 1024 ? `${limit / 1024 / 1024} MB` : `${limit} bytes`;
    const what = `The output was cut here: this build printed more than ${size}.`;
    writer.write(`\n[Container] ${stamp(new Date())} ${what} It goes on without its output.\n`);
  };

  return {
    masked,
    mask(values) {
      const lines = values.flatMap((value) => [value, ...value.split("\n")]);
      secrets = [...new Set([...secrets, ...lines.filter((one) => one.trim().length >= 3)])];
      secrets.sort((a, b) => b.length - a.length);
    },
    output(chunk) {
      if (cut) return;
      const text = partial + decoder.write(chunk);
      const end = text.lastIndexOf("\n") + 1;
      put(text.slice(0, end));
      partial = text.slice(end);
      if (partial.length <= LONGEST_LINE) return;
      // A secret may lie across the cut: keep as much back as the longest one needs.
      const keep = secrets[0]?.length ?? 0;
      put(partial.slice(0, partial.length - keep));
      partial = partial.slice(partial.length - keep);
    },
    line(text) {
      writer.write(`[Container] ${stamp(new Date())} ${masked(text)}\n`);
    },
    endOutput() {
      const rest = partial + decoder.end();
      partial = "";
      decoder = new StringDecoder("utf8");
      if (rest) put(rest.endsWith("\n") ? rest : `${rest}\n`);
    },
    end: () => writer.end(),
  };
}
