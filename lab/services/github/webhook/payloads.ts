import type { PullRequest, PushEvent, Repository } from "@octokit/webhooks-types";
import { APP } from "../app.ts";
import { isAncestor, readCommits } from "../git/read.ts";
import type { Pull } from "../model.ts";
import { findHosted, type HostedRepository } from "../repositories.ts";
import { nodeId } from "../shape/node-id.ts";
import { pullOf } from "../shape/pull.ts";
import { repositoryOf } from "../shape/repository.ts";
import { noReply, userOf } from "../shape/user.ts";
import type { GitHubState } from "../state.ts";

export type PullAction = "opened" | "synchronize" | "closed" | "reopened" | "edited";

const installation = { id: APP.installation, node_id: nodeId("I", APP.installation) };

/** The body of a `pull_request` event. `extra` is what the action brings: `before` and `after`, or `changes`. */
export async function pullEvent(
  state: GitHubState,
  action: PullAction,
  pull: Pull,
  sender: string,
  extra: Record<string, unknown> = {},
) {
  const repository = findHosted(pull.owner, pull.name) as HostedRepository;
  const repo = repositoryIn(state, repository);
  const full = await pullOf(state, pull);
  const told: PullRequest = {
    ...full,
    head: { ...full.head, repo },
    base: { ...full.base, repo },
  };
  return {
    action,
    number: pull.number,
    pull_request: told,
    ...extra,
    repository: repo,
    sender: userOf(state, sender),
    installation,
  };
}

/** Events say a little more of a repository than answers do. */
const repositoryIn = (state: GitHubState, repository: HostedRepository): Repository => ({
  ...repositoryOf(state, repository),
  custom_properties: {},
});

const NOTHING = "0".repeat(40);

/** The body of a `push` event. */
export async function pushEvent(
  state: GitHubState,
  repository: HostedRepository,
  push: { branch: string; before?: string; after?: string; sender: string },
) {
  const { branch, before, after, sender } = push;
  const folder = state.folder(repository);
  const html = `${state.site}/${repository.owner}/${repository.name}`;
  const range = after ? [after, ...(before ? [`^${before}`] : [])] : [];
  const read = after ? await readCommits(folder, range, 20) : [];
  const commits = read.reverse().map((one) => ({
    id: one.sha,
    tree_id: one.tree,
    distinct: true,
    message: one.message,
    timestamp: one.committer.date,
    url: `${html}/commit/${one.sha}`,
    author: { name: one.author.name, email: one.author.email },
    committer: { name: one.committer.name, email: one.committer.email },
    added: [],
    removed: [],
    modified: [],
  }));
  const forced = Boolean(before && after && !(await isAncestor(folder, before, after)));
  return {
    ref: `refs/heads/${branch}`,
    before: before ?? NOTHING,
    after: after ?? NOTHING,
    created: !before,
    deleted: !after,
    forced,
    base_ref: null,
    compare: `${html}/compare/${before ?? NOTHING}...${after ?? NOTHING}`,
    commits,
    head_commit: commits.at(-1) ?? null,
    repository: repositoryIn(state, repository),
    pusher: { name: sender, email: noReply(sender) },
    sender: userOf(state, sender),
    installation,
  } satisfies PushEvent;
}
