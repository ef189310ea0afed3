import { git } from "../../../core/git.ts";

export interface FileDiff {
  path: string;
  before?: string;
  status: "added" | "removed" | "modified" | "renamed";
  /** Object id of the new content; of the old where the file is gone. */
  sha: string;
  additions: number;
  deletions: number;
  /** Hunks only; absent for binary files. */
  patch?: string;
}

/** GitHub lists no more files of a comparison. */
const MOST_FILES = 300;

/** What differs between two commits, file by file, in git's order. */
export async function diffCommits(folder: string, from: string, to: string): Promise<FileDiff[]> {
  const raw = (
    await git(folder, ["diff", "--raw", "--abbrev=40", "-M", "-z", from, to, "--"])
  ).split("\0");
  const files: FileDiff[] = [];
  for (let at = 0; at < raw.length && files.length < MOST_FILES; ) {
    const [, , old = "", fresh = "", code = ""] = (raw[at++] ?? "").split(" ");
    if (!code) break;
    const first = raw[at++] ?? "";
    const renamed = code.startsWith("R");
    const path = renamed ? (raw[at++] ?? "") : first;
    files.push({
      path,
      ...(renamed ? { before: first } : {}),
      status: STATUS[code[0] ?? ""] ?? "modified",
      sha: code === "D" ? old : fresh,
      ...(await patchOf(folder, from, to, renamed ? [first, path] : [path])),
    });
  }
  return files;
}

const STATUS: Record<string, FileDiff["status"]> = {
  A: "added",
  D: "removed",
  R: "renamed",
};

async function patchOf(folder: string, from: string, to: string, paths: string[]) {
  const literal = paths.map((path) => `:(literal)${path}`);
  const text = await git(folder, [
    "diff",
    "-M",
    "--no-color",
    "--no-ext-diff",
    from,
    to,
    "--",
    ...literal,
  ]);
  const start = text.search(/^@@ /m);
  if (start < 0) return { additions: 0, deletions: 0 };
  const patch = text.slice(start).replace(/\n$/, "");
  const lines = patch.split("\n");
  return {
    additions: lines.filter((line) => line.startsWith("+")).length,
    deletions: lines.filter((line) => line.startsWith("-")).length,
    patch,
  };
}
