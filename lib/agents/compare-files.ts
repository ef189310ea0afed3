import { type DiffHunk, diffLines } from "@/lib/platform/diff-lines";
import type { AgentFiles } from "./config";
import { readJson } from "./read-json";
import { writeConfig } from "./write-config";

/** What became of one file of an agent's folder. */
export interface FileChange {
  path: string;
  /** `spacing`: the same content, laid out in another way. */
  state: "added" | "removed" | "changed" | "spacing";
  hunks: DiffHunk[];
  added: number;
  removed: number;
}

/**
 * Two versions of a folder, file by file. JSON is compared as it is written out line by line, so that
 * what counts is what it says and not how it was laid out.
 */
export function compareFiles(before: AgentFiles, after: AgentFiles): FileChange[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(byImportance);
  return paths.flatMap((path) => {
    const old = before[path];
    const next = after[path];
    if (old === next) return [];
    const hunks = diffLines(laidOut(path, old ?? ""), laidOut(path, next ?? ""));
    const count = (kind: "added" | "removed") =>
      hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.kind === kind).length, 0);
    const state =
      old === undefined
        ? "added"
        : next === undefined
          ? "removed"
          : hunks.length === 0
            ? "spacing"
            : "changed";
    return [{ path, state, hunks, added: count("added"), removed: count("removed") }];
  });
}

function laidOut(path: string, text: string): string {
  if (!path.endsWith(".json") || text.trim() === "") return text;
  const read = readJson(text.replace(/^\ufeff/, ""));
  return "problem" in read ? text : writeConfig(read.value);
}

const FIRST = ["harness.json", "console.json", "system-prompt.md"];

/** The files that every agent has come first, then the others by their path. */
export function byImportance(a: string, b: string): number {
  const rank = (path: string) => (FIRST.includes(path) ? FIRST.indexOf(path) : FIRST.length);
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}
