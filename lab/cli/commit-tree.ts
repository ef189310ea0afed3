import { mkdirSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import type { FoundLab } from "./find-lab.ts";
import { git } from "./git.ts";

export const REPOSITORY = "lab-app";

export interface PushedCommit {
  id: string;
  subject: string;
  branch: string;
  /** How many files differ from the commit before. */
  changedFiles: number;
}

export const repositoryUrl = (lab: FoundLab): string =>
  `${lab.endpoint}/_lab/git/${REPOSITORY}.git`;

/**
 * Commits a tree on a branch of the lab's repository through a working clone and pushes it over HTTP.
 * `fill` writes the files into an empty folder. A new branch starts at main.
 */
export async function commitTree(
  lab: FoundLab,
  branch: string,
  message: string,
  fill: (folder: string) => Promise<void>,
): Promise<PushedCommit> {
  const work = join(lab.stateDir, "work");
  mkdirSync(work, { recursive: true });
  const clone = await mkdtemp(join(work, "clone-"));
  try {
    await git(clone, "clone", "--quiet", repositoryUrl(lab), ".");
    const heads = (await git(clone, "branch", "-r", "--format=%(refname:short)")).split("\n");
    const from = [`origin/${branch}`, "origin/main"].find((head) => heads.includes(head));
    if (from) {
      await git(clone, "checkout", "--quiet", "--no-track", "-B", branch, from);
      await git(clone, "rm", "-r", "--quiet", "--ignore-unmatch", ".");
    } else {
      await git(clone, "checkout", "--quiet", "--orphan", branch);
    }
    await fill(clone);
    await git(clone, "add", "--all", "--force", ".");
    const changed = await git(clone, "diff", "--cached", "--name-only");
    await git(clone, "commit", "--quiet", "--allow-empty", "-m", message);
    await git(clone, "push", "--quiet", "origin", `HEAD:refs/heads/${branch}`);
    return {
      id: await git(clone, "rev-parse", "HEAD"),
      subject: message.split("\n", 1)[0] ?? "",
      branch,
      changedFiles: changed === "" ? 0 : changed.split("\n").length,
    };
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
}
