import "server-only";
import { type Connection, orAbsent } from "./call-github";
import type { GitHub, PullRequest } from "./contracts";

const reads = { pull_requests: "read" } as const;
const writes = { pull_requests: "write" } as const;
const MOST_PAGES = 5;

/** Pull requests; labels and comments of them go by the issues API, with the same permission. */
export const pulls = (
  github: Connection,
): Pick<GitHub, "listPulls" | "readPull" | "openPull" | "updatePull" | "comment"> => ({
  listPulls: (at, query) =>
    github.call(at, { operation: "listPulls", permissions: reads }, async ({ request }) => {
      const found: PullRequest[] = [];
      for (let page = 1; page <= MOST_PAGES; page += 1) {
        const { data } = await request("GET /repos/{owner}/{repo}/pulls", {
          owner: at.owner,
          repo: at.name,
          state: query.state,
          ...(query.head !== undefined && { head: `${at.owner}:${query.head}` }),
          sort: "created",
          direction: "desc",
          per_page: 100,
          page,
        });
        found.push(...data.map((pull) => asPull(pull as WirePull)));
        if (data.length < 100) break;
      }
      return found.filter(
        (pull) =>
          (query.head === undefined || pull.head.branch === query.head) &&
          (query.labels ?? []).every((label) => pull.labels.includes(label)),
      );
    }),
  readPull: (at, number) =>
    orAbsent(
      github.call(at, { operation: "readPull", permissions: reads }, async ({ request }) => {
        const { data } = await request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
          owner: at.owner,
          repo: at.name,
          pull_number: number,
        });
        return asPull(data as WirePull);
      }),
    ),
  openPull: (at, { labels, ...pull }) =>
    github.call(at, { operation: "openPull", permissions: writes }, async ({ request }) => {
      const repository = { owner: at.owner, repo: at.name };
      const { data } = await request("POST /repos/{owner}/{repo}/pulls", {
        ...repository,
        ...pull,
      });
      const opened = asPull(data as WirePull);
      if (labels.length === 0) return opened;
      await request("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", {
        ...repository,
        issue_number: data.number,
        labels,
      });
      return { ...opened, labels };
    }),
  updatePull: (at, number, { labels, ...change }) =>
    github.call(at, { operation: "updatePull", permissions: writes }, async ({ request }) => {
      const repository = { owner: at.owner, repo: at.name };
      if (Object.values(change).some((value) => value !== undefined))
        await request("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", {
          ...repository,
          pull_number: number,
          ...change,
        });
      if (labels)
        await request("PUT /repos/{owner}/{repo}/issues/{issue_number}/labels", {
          ...repository,
          issue_number: number,
          labels,
        });
    }),
  comment: (at, number, body) =>
    github.call(at, { operation: "comment", permissions: writes }, async ({ request }) => {
      await request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
        owner: at.owner,
        repo: at.name,
        issue_number: number,
        body,
      });
    }),
});

/** What lists and single reads have in common, and what only a single read tells. */
interface WirePull {
  number: number;
  title: string;
  body: string | null;
  state: string;
  merged_at: string | null;
  closed_at: string | null;
  merge_commit_sha: string | null;
  mergeable?: boolean | null;
  mergeable_state?: string;
  head: { ref: string; sha: string };
  base: { ref: string; sha: string };
  labels: { name?: string }[];
  user: { login: string } | null;
  merged_by?: { login: string } | null;
  html_url: string;
  created_at: string;
  updated_at: string;
}

function asPull(pull: WirePull): PullRequest {
  const merged = pull.merged_at != null;
  return {
    number: pull.number,
    title: pull.title,
    body: pull.body ?? "",
    state: pull.state === "open" ? "open" : "closed",
    merged,
    ...(pull.merged_at && { mergedAt: pull.merged_at }),
    ...(pull.closed_at && { closedAt: pull.closed_at }),
    // Before the merge it is a trial of GitHub's own.
    ...(merged && pull.merge_commit_sha && { mergeCommit: pull.merge_commit_sha }),
    ...(typeof pull.mergeable === "boolean" && { mergeable: pull.mergeable }),
    ...(pull.mergeable_state !== undefined && { mergeableState: pull.mergeable_state }),
    head: { branch: pull.head.ref, commit: pull.head.sha },
    base: { branch: pull.base.ref, commit: pull.base.sha },
    labels: pull.labels.flatMap((label) => label.name ?? []),
    author: pull.user?.login ?? "",
    ...(pull.merged_by && { mergedBy: pull.merged_by.login }),
    url: pull.html_url,
    createdAt: pull.created_at,
    updatedAt: pull.updated_at,
  };
}
