import "server-only";
import { AppError, isAppError } from "@/server/platform/errors";
import type { Destination, ProposeParts } from "./destination";
import type { Draft } from "./draft-change";

/**
 * Brings our branch to one commit on top of the base: made where it is not there, moved in one step
 * where it holds an older proposal, left alone where it is right already. `rebase` also moves one that
 * is right and behind its base, which some rules on branches ask for.
 * @throws AppError conflict when somebody else has committed to it
 */
export async function writeBranch(
  { github }: Pick<ProposeParts, "github">,
  { at, branch, path }: Destination,
  draft: Draft,
  { message, rebase = false }: { message: string; rebase?: boolean },
): Promise<void> {
  const head = await github.readBranch(at, branch);
  const commit = { branch, path, bytes: draft.after, blobSha: draft.blobSha, message };
  if (head === undefined) {
    await makeBranch(github, at, branch, draft.baseCommit);
    try {
      await github.commitFile(at, { ...commit, expectedHead: draft.baseCommit });
    } catch (error) {
      // Refused for good, such as by a rule on branches: then nothing of ours stays behind.
      if (isAppError(error) && error.effect === "none" && error.code === "conflict")
        await github.deleteBranch(at, branch).catch(() => undefined);
      throw error;
    }
    return;
  }
  const login = await github.appLogin();
  const commits = await github.listCommits(at, draft.baseCommit, head);
  const other = commits.find((each) => each.author !== login);
  if (other)
    throw new AppError(
      "conflict",
      `${other.author || "Somebody"} has committed to ${branch}, so it is left alone; merge or close its pull request, or delete the branch.`,
    );
  const there = await github.readFile(at, path, head);
  const stands = !rebase || commits[0]?.parents[0] === draft.baseCommit;
  if (commits.length === 1 && stands && there && draft.after.equals(there.bytes)) return;
  await github.commitFile(at, { ...commit, expectedHead: head, parent: draft.baseCommit });
}

/** Another process may have made it in the same moment, of the same base: then it is there. */
async function makeBranch(
  github: ProposeParts["github"],
  at: Destination["at"],
  branch: string,
  base: string,
): Promise<void> {
  try {
    await github.createBranch(at, branch, base);
  } catch (error) {
    const there = isAppError(error) && error.code === "conflict";
    if (!there || (await github.readBranch(at, branch)) !== base) throw error;
  }
}
