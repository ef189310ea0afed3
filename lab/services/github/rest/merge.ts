import { neededText, textOf } from "../api/input.ts";
import { notFound, Refusal, unprocessable } from "../api/refuse.ts";
import { type Reply, type RepositoryCall, type Route, repositoryRoute } from "../api/route.ts";
import type { Need } from "../auth/authorise.ts";
import { branchHead, isAncestor, readCommit, resolveCommit } from "../git/read.ts";
import { commitTree, mergeTrees, moveRef } from "../git/write.ts";
import { mergePull } from "../merge-pull.ts";
import { loginOf } from "../model.ts";
import { whyProtected } from "../protection.ts";
import { commitOf, WEB_FLOW } from "../shape/commit.ts";
import { noReply } from "../shape/user.ts";
import { pullIn } from "./pulls.ts";

const WRITE: Need = { permissions: ["contents"], level: "write" };
const READ: Need = { permissions: ["pull_requests"], level: "read" };

/** Merging: a pull request, or one branch into another. */
export const MERGE_ROUTES: Route[] = [
  repositoryRoute("pulls/merge", "PUT /pulls/:number/merge", WRITE, merge),
  repositoryRoute("pulls/check-if-merged", "GET /pulls/:number/merge", READ, (call) => {
    if (!pullIn(call).merged) throw notFound();
    return { status: 204 };
  }),
  repositoryRoute("repos/merge", "POST /merges", WRITE, mergeBranches),
];

async function merge(call: RepositoryCall): Promise<Reply> {
  const { hub, body, actor } = call;
  const method = textOf(body, "merge_method") ?? "merge";
  if (method !== "merge" && method !== "squash" && method !== "rebase") {
    throw unprocessable(
      `Invalid request.\n\nFor 'properties/merge_method', ${method} is not a member of ["merge", "squash", "rebase"].`,
    );
  }
  const sha = textOf(body, "sha");
  const title = textOf(body, "commit_title");
  const message = textOf(body, "commit_message");
  const commit = await mergePull(hub, pullIn(call), {
    method,
    by: loginOf(actor),
    ...(sha === undefined ? {} : { sha }),
    ...(title === undefined ? {} : { title }),
    ...(message === undefined ? {} : { message }),
  });
  const said = "Pull Request successfully merged";
  return { status: 200, body: { sha: commit, merged: true, message: said } };
}

async function mergeBranches(call: RepositoryCall): Promise<Reply> {
  const { hub, repository, folder, body, actor } = call;
  const base = neededText(body, "base");
  const head = neededText(body, "head");
  const into = await branchHead(folder, base);
  if (!into) throw new Refusal(404, "Base does not exist");
  const from = await resolveCommit(folder, head);
  if (!from) throw new Refusal(404, "Head does not exist");
  const why = whyProtected(hub, repository, base, actor);
  if (why) throw new Refusal(409, why);
  if (await isAncestor(folder, from, into)) return { status: 204 };
  const merged = await mergeTrees(folder, into, from);
  if ("conflicts" in merged) throw new Refusal(409, "Merge conflict");
  const login = loginOf(actor);
  const commit = await commitTree(folder, merged.tree, {
    parents: [into, from],
    message: textOf(body, "commit_message") ?? `Merge ${head} into ${base}`,
    author: { name: login, email: noReply(login) },
    committer: WEB_FLOW,
  });
  if (!(await moveRef(folder, `refs/heads/${base}`, commit, into))) {
    throw new Refusal(409, "Base branch was modified. Review and try the merge again.");
  }
  await hub.settle(repository, login);
  return { status: 201, body: commitOf(hub, repository, await readCommit(folder, commit)) };
}
