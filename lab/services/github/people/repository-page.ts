import { diffCommits } from "../git/diff.ts";
import { listBranches, readBlob, readCommit, readEntry, resolveCommit } from "../git/read.ts";
import type { Release } from "../model.ts";
import { listReleases } from "../releases.ts";
import { HOSTED, type HostedRepository } from "../repositories.ts";
import { below, type GitHubState } from "../state.ts";
import { diffView } from "./diff-view.ts";
import { type Html, html, time } from "./frame.ts";

/** The repositories. */
export const homePage = (): Html => html`
<h1>Repositories</h1>
<ul>${HOSTED.map((one) => html`<li><a href="/_lab/github/${one.owner}/${one.name}">${one.owner}/${one.name}</a>, ${one.private ? "private" : "public"}: ${one.description}</li>`)}</ul>`;

/** A repository: its pull requests, releases and branches, newest first. */
export async function repositoryPage(
  state: GitHubState,
  repository: HostedRepository,
): Promise<Html> {
  const { owner, name } = repository;
  const at = `/_lab/github/${owner}/${name}`;
  const pulls = state.pulls.list(below(repository)).reverse();
  const branches = [...(await listBranches(state.folder(repository)))];
  const releases = listReleases(state, repository);
  const section = (title: string, items: Html[]) =>
    html`<h2>${title}</h2>${items.length === 0 ? html`<p class="meta">None.</p>` : html`<ul>${items}</ul>`}`;
  return html`
<h1>${owner}/${name}</h1>
<p class="meta">${repository.description} Clone it: <code>git clone ${state.lab.endpoint}/_lab/git/${name}.git</code></p>
${section(
  "Pull requests",
  pulls.map(
    (one) =>
      html`<li><a href="${at}/pull/${one.number}">${one.title}</a> #${one.number}, ${one.merged ? "merged" : one.state}, by ${one.author}</li>`,
  ),
)}
${section(
  "Releases",
  releases.map(
    (one) =>
      html`<li><a href="${at}/releases/tag/${encodeURIComponent(one.tag)}">${one.title}</a>, ${time(one.publishedAt)}</li>`,
  ),
)}
${section(
  "Branches",
  branches.map(
    ([branch, commit]) =>
      html`<li>${branch}, <a href="${at}/commit/${commit}"><code>${commit.slice(0, 8)}</code></a></li>`,
  ),
)}`;
}

/** A release with its notes as they are written. */
export const releasePage = (release: Release): Html => html`
<h1>${release.title}</h1>
<p class="meta"><span class="state">${release.prerelease ? "Pre-release" : "Release"}</span> tag <code>${release.tag}</code> of
<a href="/_lab/github/${release.owner}/${release.name}">${release.owner}/${release.name}</a>, by ${release.author}, ${time(release.publishedAt)}</p>
<pre class="text">${release.body || "No notes."}</pre>`;

/** A commit with what it changed. */
export async function commitPage(
  state: GitHubState,
  repository: HostedRepository,
  ref: string,
): Promise<Html | undefined> {
  const folder = state.folder(repository);
  const sha = await resolveCommit(folder, ref);
  if (!sha) return undefined;
  const commit = await readCommit(folder, sha);
  const [parent] = commit.parents;
  const files = parent ? await diffCommits(folder, parent, sha) : [];
  return html`
<h1>${commit.message.split("\n", 1)[0]}</h1>
<p class="meta"><code>${sha}</code> by ${commit.author.name}, ${time(new Date(commit.author.date))}</p>
<pre class="text">${commit.message}</pre>
<h2>What it changed</h2>
${parent ? diffView(files) : html`<p class="meta">It is the first.</p>`}`;
}

/** A file at a branch or commit; `rest` is `<ref>/<path>`, and a ref may have slashes itself. */
export async function readAt(
  state: GitHubState,
  repository: HostedRepository,
  rest: string,
): Promise<{ ref: string; path: string; bytes: Buffer } | undefined> {
  const folder = state.folder(repository);
  const parts = rest.split("/");
  for (let split = 1; split < parts.length; split++) {
    const ref = parts.slice(0, split).join("/");
    const path = parts.slice(split).join("/");
    const commit = await resolveCommit(folder, ref);
    const entry = commit && (await readEntry(folder, commit, path));
    if (entry && entry.type === "blob")
      return { ref, path, bytes: await readBlob(folder, entry.sha) };
  }
  return undefined;
}
