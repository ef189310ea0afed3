import "server-only";
import type { ReleaseEntry } from "@/lib/ami-updates/release-entry";

const SUMMARY = /<summary>\s*(?:<b>)?\s*Kubernetes\s+(1\.\d{1,3})\b/i;
/** Of a line, of a release, and of all together, in characters: about 40,000 tokens. */
const LIMITS = { line: 1_000, release: 40_000, all: 150_000 };

/**
 * The notes as the model gets them: every line behind `[release:line]`, so that it can be cited and
 * cannot pass for one of ours. Left out are blank lines and the sections of other Kubernetes versions.
 * The newest release comes first: if anything has no room, it is the oldest.
 */
export function numberLines(entries: ReleaseEntry[], kubernetesVersion: string): string {
  const parts: string[] = [];
  let room = LIMITS.all;
  for (const entry of [...entries].reverse()) {
    let left = Math.min(LIMITS.release, room);
    const lines: string[] = [];
    for (const { text, line } of wantedLines(entry, kubernetesVersion)) {
      const numbered = `[${entry.release}:${line}] ${text.slice(0, LIMITS.line)}`;
      left -= numbered.length + 1;
      if (left < 0) break;
      lines.push(numbered);
    }
    if (lines.length === 0) continue;
    const part = lines.join("\n");
    room -= part.length + 1;
    parts.push(part);
  }
  return parts.join("\n");
}

function wantedLines(
  entry: ReleaseEntry,
  kubernetesVersion: string,
): { text: string; line: number }[] {
  let other = false;
  return entry.lines.flatMap((text, at) => {
    const version = SUMMARY.exec(text.slice(0, 500))?.[1];
    if (version) other = version !== kubernetesVersion;
    const left = other || text.trim() === "" || /^\s*<\/?(details|table|tr)>\s*$/i.test(text);
    if (/<\/details>/i.test(text)) other = false;
    return left ? [] : [{ text, line: at + 1 }];
  });
}
