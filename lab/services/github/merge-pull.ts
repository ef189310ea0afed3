import { Refusal } from "./api/refuse.ts";
import { branchHead, readCommit } from "./git/read.ts";
import { commitTree, moveRef } from "./git/write.ts";
import type { GitHub } from "./github.ts";
import { tryMerge } from "./mergeability.ts";
import type { Pull } from "./model.ts";
import { unmetRules } from "./protection.ts";
import { findPull } from "./pulls.ts";
import { WEB_FLOW } from "./shape/commit.ts";
import { noReply } from "./shape/user.ts";
import { idOf } from "./state.ts";

export interface MergeWish {
  method: "merge" | "squash" | "rebase";
  /** The head that the caller saw. */
  sha?: string;
  title?: string;
  message?: string;
  by: string;
}

const notMergeable = () => new Refusal(405, "Pull Request is not mergeable");

/**
 * Merges a pull request with git's own merge. Throws 405 when it cannot be merged or its base's rules are
 * not met, 409 when the head is not the one that the caller saw. @returns the commit
 */
export async function mergePull(hub: GitHub, asked: Pull, wish: MergeWish): Promise<string> {
  const folder = hub.folder(asked);
  const pull = findPull(hub, asked, asked.number) ?? asked;
  if (pull.state !== "open") throw notMergeable();
  if (wish.method === "rebase") {
    throw new Refusal(405, "Rebase merges are not allowed on this repository.");
  }
  if (wish.sha !== undefined && wish.sha !== pull.head.commit) throw headMoved();
  const base = await branchHead(folder, pull.base.branch);
  if (!base) throw notMergeable();
  const merged = await tryMerge(hub, pull, base);
  if ("conflicts" in merged) throw notMergeable();
  const [unmet] = await unmetRules(hub, pull, base);
  if (unmet) throw new Refusal(405, unmet.message);

  const squash = wish.method === "squash";
  const usualTitle = squash
    ? `${pull.title} (#${pull.number})`
    : `Merge pull request #${pull.number} from ${pull.owner}/${pull.head.branch}`;
  const usualMessage = squash ? (await readCommit(folder, pull.head.commit)).message : pull.title;
  const text = [wish.title ?? usualTitle, wish.message ?? usualMessage].filter(Boolean);
  const commit = await commitTree(folder, merged.tree, {
    parents: squash ? [base] : [base, pull.head.commit],
    message: text.join("\n\n"),
    author: { name: wish.by, email: noReply(wish.by) },
    committer: WEB_FLOW,
  });
  hub.verified.put(commit, { commit });

  const now = findPull(hub, pull, pull.number) ?? pull;
  if (now.state !== "open") throw notMergeable();
  if (now.head.commit !== pull.head.commit) throw headMoved();
  hub.pulls.put(idOf(pull, pull.number), { ...now, merging: { by: wish.by, commit } });
  const moved = await moveRef(folder, `refs/heads/${pull.base.branch}`, commit, base);
  if (!moved) {
    throw new Refusal(405, "Base branch was modified. Review and try the merge again.");
  }
  await hub.settle(pull, wish.by);
  return commit;
}

const headMoved = () =>
  new Refusal(409, "Head branch was modified. Review and try the merge again.");
