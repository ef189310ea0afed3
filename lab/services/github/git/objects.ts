import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GitError, git } from "../../../core/git.ts";

/** Keeps bytes as a blob. @returns its id */
export const writeBlob = async (folder: string, bytes: Buffer): Promise<string> =>
  (await git(folder, ["hash-object", "-w", "--stdin"], { input: bytes })).trim();

export interface NewEntry {
  path: string;
  mode: string;
  /** Undefined takes the path away. */
  sha: string | undefined;
}

/** A tree with some entries changed, of `base` (a tree or a commit) where given. @returns its id; undefined when an entry cannot be */
export async function writeTree(
  folder: string,
  base: string | undefined,
  entries: NewEntry[],
): Promise<string | undefined> {
  const index = join(tmpdir(), `lab-github-index-${crypto.randomUUID()}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    if (base) await git(folder, ["read-tree", base], { env });
    const input = entries
      .map(({ path, mode, sha }) => `${sha ? mode : "0"} ${sha ?? "0".repeat(40)}\t${path}\0`)
      .join("");
    await git(folder, ["update-index", "-z", "--index-info"], { env, input });
    return (await git(folder, ["write-tree"], { env })).trim();
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  } finally {
    await rm(index, { force: true });
  }
}

/** What an id is: `blob`, `tree`, `commit`; undefined when there is no such object. */
export async function objectType(folder: string, sha: string): Promise<string | undefined> {
  try {
    return (await git(folder, ["cat-file", "-t", sha])).trim();
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
