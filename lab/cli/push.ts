import { cpSync, existsSync, statSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import { commitTree, repositoryUrl } from "./commit-tree.ts";
import { findLab, LAB_OPTIONS } from "./find-lab.ts";
import { git } from "./git.ts";
import { parseCommandLine, UsageError } from "./options.ts";
import { executionIds, PIPELINE_BRANCHES, sayWhatNext } from "./what-next.ts";

/** `lab push <folder>`: a git repository's HEAD as it is, or a plain folder's files as one commit. */
export async function push(args: string[]): Promise<void> {
  const line = parseCommandLine(args, {
    values: [...LAB_OPTIONS, "branch", "message"],
    switches: ["force"],
  });
  const [given, ...more] = line.positional;
  if (given === undefined || more.length > 0) throw new UsageError("push takes one folder.");
  const folder = resolve(given);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new UsageError(`${folder} is not a folder.`);
  }
  const branch = String(line.flags.branch ?? "main");
  if (!/^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/.test(branch) || branch.includes("..")) {
    throw new UsageError(`"${branch}" is not a branch name the lab takes.`);
  }
  const lab = await findLab(line);
  const pipeline = Object.keys(PIPELINE_BRANCHES).find(
    (name) => PIPELINE_BRANCHES[name] === branch,
  );
  const before = await executionIds(lab, pipeline ?? "");

  if (existsSync(join(folder, ".git"))) {
    const force = line.flags.force === true ? ["--force"] : [];
    try {
      await git(
        folder,
        "push",
        "--quiet",
        ...force,
        repositoryUrl(lab),
        `HEAD:refs/heads/${branch}`,
      );
    } catch (error) {
      if (!/non-fast-forward|fetch first|\[rejected\]/.test(String(error))) throw error;
      throw new UsageError(
        `The branch ${branch} has commits that ${folder} does not have; push with --force to replace them.`,
      );
    }
    const head = await git(folder, "log", "-1", "--format=%h %s");
    console.log(`Pushed ${head} to branch ${branch}.`);
    if ((await git(folder, "status", "--porcelain")) !== "") {
      console.log("What is not committed was not pushed.");
    }
  } else {
    const message = String(line.flags.message ?? `Files of ${basename(folder)}`);
    const commit = await commitTree(lab, branch, message, async (clone) => {
      const inside = relative(folder, clone);
      if (!inside.startsWith("..")) throw new UsageError(`${folder} holds the lab's own state.`);
      cpSync(folder, clone, {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) =>
          !relative(folder, path)
            .split(sep)
            .some((part) => part === "node_modules" || part === ".git"),
      });
    });
    console.log(`Pushed commit ${commit.id.slice(0, 8)} "${commit.subject}" to branch ${branch}.`);
  }
  await sayWhatNext(lab, branch, before);
}
