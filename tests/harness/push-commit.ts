import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Commits on a branch of the lab's repository and pushes it, by real git over HTTP. `change` gets
 * the working tree's path first; without it the commit is empty.
 */
export async function pushCommit(
  { labUrl }: { labUrl: string },
  options: { branch: string; message: string; change?: (tree: string) => void },
): Promise<void> {
  const tree = mkdtempSync(join(tmpdir(), "sy-push-"));
  const git = (...args: string[]) =>
    run("git", ["-c", "user.name=A Stranger", "-c", "user.email=stranger@example.com", ...args], {
      cwd: tree,
      timeout: 60_000,
    });
  try {
    const url = `${labUrl}/_lab/git/lab-app.git`;
    await git("clone", "--quiet", "--branch", options.branch, url, ".");
    options.change?.(tree);
    await git("add", "--all");
    await git("commit", "--quiet", "--allow-empty", "--message", options.message);
    await git("push", "--quiet", "origin", `HEAD:${options.branch}`);
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}
