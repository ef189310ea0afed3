import { APP } from "./app.ts";
import { type Change, commitChanges, moveRef, type Signature } from "./git/write.ts";
import type { GitHub } from "./github.ts";
import { type Actor, loginOf, type RepositoryId } from "./model.ts";
import { whyProtected } from "./protection.ts";
import { WEB_FLOW } from "./shape/commit.ts";
import { noReply } from "./shape/user.ts";

export interface FileCommit {
  repository: RepositoryId;
  branch: string;
  /** Head of the branch as the caller saw it; undefined makes the branch. */
  expected: string | undefined;
  /** Where a new branch begins; undefined makes one without history. */
  startsAt?: string;
  changes: Change[];
  message: string;
  actor: Actor;
  author?: Signature;
  committer?: Signature;
}

export type CommitOutcome =
  | { kind: "made"; commit: string }
  /** The branch is somewhere else by now. */
  | { kind: "moved" }
  | { kind: "protected"; why: string };

/**
 * Commits changed files on a branch, as GitHub does for the contents API and for GraphQL. A commit of
 * the App that names no other author is GitHub's own and counts as verified.
 */
export async function commitFiles(hub: GitHub, wanted: FileCommit): Promise<CommitOutcome> {
  const { repository, branch, expected, changes, message, actor } = wanted;
  const why = whyProtected(hub, repository, branch, actor);
  if (why) return { kind: "protected", why };
  const folder = hub.folder(repository);
  const login = loginOf(actor);
  const author = wanted.author ?? { name: login, email: noReply(login) };
  const committer = wanted.committer ?? WEB_FLOW;
  const parent = expected ?? wanted.startsAt;
  const parents = parent ? [parent] : [];
  const commit = await commitChanges(folder, { parents, message, author, committer }, changes);
  if (login === APP.login && !wanted.author && !wanted.committer) {
    hub.verified.put(commit, { commit });
  }
  const moved = await moveRef(folder, `refs/heads/${branch}`, commit, expected);
  if (!moved) return { kind: "moved" };
  await hub.settle(repository, login);
  return { kind: "made", commit };
}
