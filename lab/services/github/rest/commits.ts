import { git } from "../../../core/git.ts";
import { pageOf } from "../api/page.ts";
import { notFound, Refusal } from "../api/refuse.ts";
import { type Reply, type RepositoryCall, type Route, repositoryRoute } from "../api/route.ts";
import type { Need } from "../auth/authorise.ts";
import { diffCommits } from "../git/diff.ts";
import { mergeBase, readCommit, readCommits, resolveCommit } from "../git/read.ts";
import { DEFAULT_BRANCH } from "../repositories.ts";
import { commitOf, fileOf } from "../shape/commit.ts";
import type { Body } from "../shape/octokit-types.ts";

const READ: Need = { permissions: ["contents"], level: "read" };

/** Commits and what differs between two. */
export const COMMIT_ROUTES: Route[] = [
  repositoryRoute("repos/list-commits", "GET /commits", READ, listCommits),
  repositoryRoute("repos/compare-commits-with-basehead", "GET /compare/*basehead", READ, compare),
  repositoryRoute("repos/get-commit", "GET /commits/*ref", READ, getCommit),
];

async function listCommits(call: RepositoryCall): Promise<Reply> {
  const { hub, repository, folder, query } = call;
  const from = await resolveCommit(folder, query.get("sha") || DEFAULT_BRANCH);
  if (!from) throw notFound();
  const commits = await readCommits(folder, [from], 1_000, query.get("path") ?? undefined);
  const url = `${hub.api}/repos/${repository.owner}/${repository.name}/commits`;
  return pageOf(call, url, commits, (one) => commitOf(hub, repository, one));
}

async function getCommit(call: RepositoryCall): Promise<Reply> {
  const { hub, repository, folder, params } = call;
  const sha = await resolveCommit(folder, params.ref ?? "");
  if (!sha) throw new Refusal(422, `No commit found for SHA: ${params.ref}`);
  if (/\bsha\b/.test(call.accept)) return { status: 200, body: Buffer.from(sha) };
  const commit = await readCommit(folder, sha);
  const files = await diffCommits(folder, commit.parents[0] ?? EMPTY_TREE, sha);
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  const body = {
    ...commitOf(hub, repository, commit),
    stats: { total: additions + deletions, additions, deletions },
    files: files.map((file) => fileOf(hub, repository, sha, file)),
  } satisfies Body<"GET /repos/{owner}/{repo}/commits/{ref}">;
  return { status: 200, body };
}

const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

async function compare(call: RepositoryCall): Promise<Reply> {
  const { hub, repository, folder, params, accept } = call;
  const [from = "", to = ""] = (params.basehead ?? "").split("...", 2);
  const [base, head] = await Promise.all(
    [from, to].map((one) => resolveCommit(folder, one.replace(`${repository.owner}:`, ""))),
  );
  if (!base || !head) throw notFound();
  const common = await mergeBase(folder, base, head);
  if (!common) throw new Refusal(404, `No common ancestor between ${from} and ${to}.`);
  if (/\bdiff\b/.test(accept)) {
    return { status: 200, body: Buffer.from(await git(folder, ["diff", "-M", common, head])) };
  }
  const [ahead, behind, files, baseCommit, commonCommit] = await Promise.all([
    readCommits(folder, [head, `^${base}`]),
    readCommits(folder, [base, `^${head}`], 10_000),
    diffCommits(folder, common, head),
    readCommit(folder, base),
    readCommit(folder, common),
  ]);
  const html = `${hub.site}/${repository.owner}/${repository.name}/compare/${params.basehead}`;
  const aheadOrSame = ahead.length > 0 ? "ahead" : "identical";
  const status = behind.length === 0 ? aheadOrSame : ahead.length > 0 ? "diverged" : "behind";
  const body = {
    url: `${hub.api}/repos/${repository.owner}/${repository.name}/compare/${params.basehead}`,
    html_url: html,
    permalink_url: `${html.slice(0, html.lastIndexOf("/"))}/${base}...${head}`,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: commitOf(hub, repository, baseCommit),
    merge_base_commit: commitOf(hub, repository, commonCommit),
    status: status as "ahead" | "behind" | "diverged" | "identical",
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: ahead.reverse().map((one) => commitOf(hub, repository, one)),
    files: files.map((file) => fileOf(hub, repository, head, file)),
  } satisfies Body<"GET /repos/{owner}/{repo}/compare/{basehead}">;
  return { status: 200, body };
}
