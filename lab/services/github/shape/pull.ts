import { diffCommits } from "../git/diff.ts";
import { mergeBase, readCommits } from "../git/read.ts";
import { type Mergeability, UNKNOWN } from "../mergeability.ts";
import type { Pull } from "../model.ts";
import { findHosted, type HostedRepository } from "../repositories.ts";
import { below, type GitHubState } from "../state.ts";
import { labelOf } from "./label.ts";
import { nodeId } from "./node-id.ts";
import type { Body } from "./octokit-types.ts";
import { repositoryOf } from "./repository.ts";
import { stamp } from "./stamp.ts";
import { userOf } from "./user.ts";

/** A pull request as lists give it. */
export function pullInList(state: GitHubState, pull: Pull) {
  const repository = findHosted(pull.owner, pull.name) as HostedRepository;
  const base = `${state.api}/repos/${pull.owner}/${pull.name}`;
  const url = `${base}/pulls/${pull.number}`;
  const issue = `${base}/issues/${pull.number}`;
  const html = `${state.site}/${pull.owner}/${pull.name}/pull/${pull.number}`;
  const end = ({ branch, commit }: Pull["head"]) => ({
    label: `${pull.owner}:${branch}`,
    ref: branch,
    sha: commit,
    user: userOf(state, pull.owner),
    repo: repositoryOf(state, repository),
  });
  const urls = {
    comments_url: `${issue}/comments`,
    commits_url: `${url}/commits`,
    statuses_url: `${base}/statuses/${pull.head.commit}`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${base}/pulls/comments{/number}`,
  };
  return {
    url,
    id: pull.id,
    node_id: nodeId("PR", pull.id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    ...urls,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: userOf(state, pull.author),
    body: pull.body,
    created_at: stamp(pull.createdAt),
    updated_at: stamp(pull.updatedAt),
    closed_at: pull.closedAt ? stamp(pull.closedAt) : null,
    merged_at: pull.merged ? stamp(pull.merged.at) : null,
    merge_commit_sha: pull.merged?.commit ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: pull.labels.map((name) => labelOf(state, pull, name)),
    milestone: null,
    draft: false,
    head: end(pull.head),
    base: end(pull.base),
    _links: {
      self: { href: url },
      html: { href: html },
      issue: { href: issue },
      comments: { href: urls.comments_url },
      review_comments: { href: urls.review_comments_url },
      review_comment: { href: urls.review_comment_url },
      commits: { href: urls.commits_url },
      statuses: { href: urls.statuses_url },
    },
    author_association: "CONTRIBUTOR" as const,
    auto_merge: null,
    active_lock_reason: null,
  } satisfies Body<"GET /repos/{owner}/{repo}/pulls">[number];
}

/** A pull request with everything that GitHub says of it alone. */
export async function pullOf(
  state: GitHubState,
  pull: Pull,
  { mergeable, state: mergeableState }: Mergeability = UNKNOWN,
) {
  const folder = state.folder(pull);
  const from = (await mergeBase(folder, pull.base.commit, pull.head.commit)) ?? pull.base.commit;
  const [files, commits] = await Promise.all([
    diffCommits(folder, from, pull.head.commit),
    readCommits(folder, [pull.head.commit, `^${from}`]),
  ]);
  return {
    ...pullInList(state, pull),
    merged: pull.merged !== undefined,
    mergeable,
    rebaseable: mergeable === null ? null : false,
    mergeable_state: mergeableState,
    merged_by: pull.merged ? userOf(state, pull.merged.by) : null,
    comments: state.comments.list(below(pull, pull.number)).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  } satisfies Body<"GET /repos/{owner}/{repo}/pulls/{pull_number}">;
}
