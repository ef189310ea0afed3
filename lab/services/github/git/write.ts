import { GitError, git } from "../../../core/git.ts";
import { type NewEntry, writeBlob, writeTree } from "./objects.ts";
import { readEntry } from "./read.ts";

export interface Signature {
  name: string;
  email: string;
}

/** A file's new bytes, or that it is gone. */
export type Change = { path: string; bytes: Buffer } | { path: string; gone: true };

export interface NewCommit {
  parents: string[];
  message: string;
  author: Signature;
  committer: Signature;
}

const NOTHING = "0".repeat(40);

/** Makes a commit of its first parent's tree with some files changed; no branch moves. @returns its id */
export async function commitChanges(
  folder: string,
  commit: NewCommit,
  changes: Change[],
): Promise<string> {
  const [parent] = commit.parents;
  const entries: NewEntry[] = [];
  for (const change of changes) {
    const { path } = change;
    // A changed file keeps its mode.
    const known = parent ? await readEntry(folder, parent, path) : undefined;
    const mode = known?.mode === "100755" ? known.mode : "100644";
    const sha = "gone" in change ? undefined : await writeBlob(folder, change.bytes);
    entries.push({ path, mode, sha });
  }
  const tree = await writeTree(folder, parent, entries);
  if (!tree) throw new Error("The changed files make no tree.");
  return commitTree(folder, tree, commit);
}

/** Makes a commit of a tree. @returns its id */
export async function commitTree(folder: string, tree: string, commit: NewCommit): Promise<string> {
  const parents = commit.parents.flatMap((parent) => ["-p", parent]);
  const said = await git(folder, ["commit-tree", tree, ...parents, "-F", "-"], {
    input: commit.message,
    env: {
      GIT_AUTHOR_NAME: commit.author.name,
      GIT_AUTHOR_EMAIL: commit.author.email,
      GIT_COMMITTER_NAME: commit.committer.name,
      GIT_COMMITTER_EMAIL: commit.committer.email,
    },
  });
  return said.trim();
}

/**
 * Moves a ref if it still is where the caller saw it (`undefined`: not there at all); to `undefined`
 * deletes it. @returns whether it moved
 */
export async function moveRef(
  folder: string,
  ref: string,
  to: string | undefined,
  from: string | undefined,
): Promise<boolean> {
  const args = to
    ? ["update-ref", "--end-of-options", ref, to, from ?? NOTHING]
    : ["update-ref", "-d", "--end-of-options", ref, from ?? NOTHING];
  try {
    await git(folder, args);
    return true;
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
}

/** The tree of both merged by git itself, or the files in conflict. */
export async function mergeTrees(
  folder: string,
  ours: string,
  theirs: string,
): Promise<{ tree: string } | { conflicts: string[] }> {
  try {
    const said = await git(folder, ["merge-tree", "--write-tree", ours, theirs]);
    return { tree: said.trim().slice(0, 40) };
  } catch (error) {
    if (!(error instanceof GitError) || error.code !== 1) throw error;
    const args = ["merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", ours, theirs];
    const said = await git(folder, args).catch((again: GitError) => again.stdout.toString("utf8"));
    return { conflicts: said.split("\0").slice(1).filter(Boolean) };
  }
}
