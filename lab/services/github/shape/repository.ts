import { DEFAULT_BRANCH, type HostedRepository } from "../repositories.ts";
import { below, type GitHubState } from "../state.ts";
import { nodeId } from "./node-id.ts";
import type { Body } from "./octokit-types.ts";
import { userOf } from "./user.ts";

type PullRepository = Body<"GET /repos/{owner}/{repo}/pulls/{pull_number}">["base"]["repo"];

const SINCE = "2026-01-05T09:00:00Z";

/** A repository in GitHub's form. */
export function repositoryOf(state: GitHubState, repository: HostedRepository) {
  const { owner, name } = repository;
  const url = `${state.api}/repos/${owner}/${name}`;
  const html = `${state.site}/${owner}/${name}`;
  const clone = `${state.lab.endpoint}/_lab/git/${name}.git`;
  const open = state.pulls.list(below(repository)).filter((one) => one.state === "open").length;
  return {
    id: repository.id,
    node_id: nodeId("R", repository.id),
    name,
    full_name: `${owner}/${name}`,
    private: repository.private,
    owner: userOf(state, owner),
    html_url: html,
    description: repository.description,
    fork: false,
    url,
    ...addresses(url),
    git_url: clone,
    ssh_url: clone,
    clone_url: clone,
    svn_url: clone,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    open_issues: open,
    open_issues_count: open,
    size: 0,
    default_branch: DEFAULT_BRANCH,
    is_template: false,
    topics: [] as string[],
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: false,
    archived: false,
    disabled: false,
    visibility: repository.private ? ("private" as const) : ("public" as const),
    web_commit_signoff_required: false,
    pushed_at: SINCE,
    created_at: SINCE,
    updated_at: SINCE,
    allow_forking: false,
    allow_merge_commit: true,
    allow_squash_merge: true,
    allow_rebase_merge: false,
    allow_auto_merge: false,
    delete_branch_on_merge: false,
  } satisfies PullRepository;
}

/** The long list of addresses that every repository carries. */
function addresses(url: string) {
  return {
    archive_url: `${url}/{archive_format}{/ref}`,
    assignees_url: `${url}/assignees{/user}`,
    blobs_url: `${url}/git/blobs{/sha}`,
    branches_url: `${url}/branches{/branch}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    comments_url: `${url}/comments{/number}`,
    commits_url: `${url}/commits{/sha}`,
    compare_url: `${url}/compare/{base}...{head}`,
    contents_url: `${url}/contents/{+path}`,
    contributors_url: `${url}/contributors`,
    deployments_url: `${url}/deployments`,
    downloads_url: `${url}/downloads`,
    events_url: `${url}/events`,
    forks_url: `${url}/forks`,
    git_commits_url: `${url}/git/commits{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    hooks_url: `${url}/hooks`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    issue_events_url: `${url}/issues/events{/number}`,
    issues_url: `${url}/issues{/number}`,
    keys_url: `${url}/keys{/key_id}`,
    labels_url: `${url}/labels{/name}`,
    languages_url: `${url}/languages`,
    merges_url: `${url}/merges`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    pulls_url: `${url}/pulls{/number}`,
    releases_url: `${url}/releases{/id}`,
    stargazers_url: `${url}/stargazers`,
    statuses_url: `${url}/statuses/{sha}`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    tags_url: `${url}/tags`,
    teams_url: `${url}/teams`,
    trees_url: `${url}/git/trees{/sha}`,
  };
}
