import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GitError, git } from "../../../core/git.ts";

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
  const index = join(tmpdir(), `lab-github-index-${crypto.randomUUID()}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    const parent = commit.parents[0];
    if (parent) await git(folder, ["read-tree", parent], { env });
    for (const change of changes) {
      const line =
        "gone" in change
          ? `0 ${NOTHING}\t${change.path}\0`
          : `${await modeOf(folder, env, change.path)} ${await hashBlob(folder, change.bytes)}\t${change.path}\0`;
      await git(folder, ["update-index", "-z", "--index-info"], { env, input: line });
    }
    const tree = (await git(folder, ["write-tree"], { env })).trim();
    return await commitTree(folder, tree, commit);
  } finally {
    await rm(index, { force: true });
  }
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

async function hashBlob(folder: string, bytes: Buffer): Promise<string> {
  return (await git(folder, ["hash-object", "-w", "--stdin"], { input: bytes })).trim();
}

/** A changed file keeps its mode. */
async function modeOf(folder: string, env: Record<string, string>, path: string): Promise<string> {
  const said = await git(folder, ["ls-files", "-s", "-z", "--", `:(literal)${path}`], { env });
  const mode = said.slice(0, 6);
  return mode === "100755" ? mode : "100644";
}
