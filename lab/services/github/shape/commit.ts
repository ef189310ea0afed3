import { APP } from "../app.ts";
import type { FileDiff } from "../git/diff.ts";
import type { Commit } from "../git/read.ts";
import type { RepositoryId } from "../model.ts";
import type { GitHubState } from "../state.ts";
import { nodeId } from "./node-id.ts";
import type { Body } from "./octokit-types.ts";
import { stamp } from "./stamp.ts";
import { userOf } from "./user.ts";

type FullCommit = Body<"GET /repos/{owner}/{repo}/commits/{ref}">;

/** A commit in GitHub's form. */
export function commitOf(state: GitHubState, repository: RepositoryId, commit: Commit) {
  const base = `${state.api}/repos/${repository.owner}/${repository.name}`;
  const html = `${state.site}/${repository.owner}/${repository.name}`;
  return {
    sha: commit.sha,
    node_id: nodeId("C", commit.sha),
    url: `${base}/commits/${commit.sha}`,
    html_url: `${html}/commit/${commit.sha}`,
    comments_url: `${base}/commits/${commit.sha}/comments`,
    commit: {
      url: `${base}/git/commits/${commit.sha}`,
      author: { ...commit.author, date: stamp(commit.author.date) },
      committer: { ...commit.committer, date: stamp(commit.committer.date) },
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.tree, url: `${base}/git/trees/${commit.tree}` },
      verification: verificationOf(state, commit.sha),
    },
    author: accountOf(state, commit.author.email),
    committer: accountOf(state, commit.committer.email),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${base}/commits/${sha}`,
      html_url: `${html}/commit/${sha}`,
    })),
  } satisfies FullCommit;
}

/** GitHub vouches for what it made itself for the App; the lab says so and has no key to sign with. */
export function verificationOf(state: GitHubState, sha: string) {
  const verified = state.verified.get(sha) !== undefined;
  return {
    verified,
    reason: verified ? ("valid" as const) : ("unsigned" as const),
    signature: null,
    payload: null,
    verified_at: null,
  };
}

/** The account of an address: only those that GitHub itself gives are known. */
function accountOf(state: GitHubState, email: string) {
  if (email === "noreply@github.com") return userOf(state, "web-flow");
  const login = email.match(/^\d+\+(.+)@users\.noreply\.github\.com$/)?.[1];
  return login ? userOf(state, login) : null;
}

/** One changed file of a comparison, a commit or a pull request. */
export function fileOf(
  state: GitHubState,
  { owner, name }: RepositoryId,
  commit: string,
  file: FileDiff,
) {
  const path = file.path.split("/").map(encodeURIComponent).join("/");
  const html = `${state.site}/${owner}/${name}`;
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${html}/blob/${commit}/${path}`,
    raw_url: `${html}/raw/${commit}/${path}`,
    contents_url: `${state.api}/repos/${owner}/${name}/contents/${path}?ref=${commit}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.before === undefined ? {} : { previous_filename: file.before }),
  } satisfies NonNullable<FullCommit["files"]>[number];
}

/** Who GitHub writes into commits that it makes. */
export const WEB_FLOW = { name: "GitHub", email: "noreply@github.com" };

export const isApp = (login: string): boolean => login === APP.login;
