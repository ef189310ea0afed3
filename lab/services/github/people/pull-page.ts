import { diffCommits } from "../git/diff.ts";
import { mergeBase } from "../git/read.ts";
import { awaitMergeability, type Mergeability } from "../mergeability.ts";
import type { Pull } from "../model.ts";
import { foldChecks, unmetRules } from "../protection.ts";
import { below, type GitHubState } from "../state.ts";
import { diffView } from "./diff-view.ts";
import { type Html, html, time } from "./frame.ts";

const SAYS: Record<Mergeability["state"], string> = {
  clean: "It can be merged.",
  unstable: "It can be merged, though not every check has succeeded.",
  dirty: "It has conflicts with its base.",
  behind: "Its branch lacks commits of its base.",
  blocked: "The base's protection does not let it in yet.",
  unknown: "Whether it can be merged is not known.",
};

/** A pull request for people: what it says, what it changes, and what one may do. */
export async function pullPage(
  state: GitHubState,
  pull: Pull,
  told: { login: string; problem?: string },
): Promise<Html> {
  const folder = state.folder(pull);
  const from = (await mergeBase(folder, pull.base.commit, pull.head.commit)) ?? pull.base.commit;
  const files = await diffCommits(folder, from, pull.head.commit);
  const checks = foldChecks(state, pull, pull.head.commit);
  const reviews = state.reviews.list(below(pull, pull.number));
  const comments = state.comments.list(below(pull, pull.number));
  return html`
<h1>${pull.title} <span class="meta">#${pull.number}</span></h1>
<p class="meta"><span class="state">${stateOf(pull)}</span> ${pull.author} wants
<code>${pull.head.branch}</code> in <code>${pull.base.branch}</code> of
<a href="/_lab/github/${pull.owner}/${pull.name}">${pull.owner}/${pull.name}</a>, opened ${time(pull.createdAt)}</p>
${pull.labels.length > 0 ? html`<p class="meta">${pull.labels.map((name) => html`<span class="label">${name}</span> `)}</p>` : undefined}
${told.problem ? html`<p role="alert">${told.problem}</p>` : undefined}
${pull.merged ? html`<p>${pull.merged.by} merged it ${time(pull.merged.at)} as <a href="/_lab/github/${pull.owner}/${pull.name}/commit/${pull.merged.commit}"><code>${pull.merged.commit.slice(0, 8)}</code></a>.</p>` : undefined}
${pull.merged ? undefined : await doings(state, pull, told.login)}
<h2>What it says</h2>
<pre class="text">${pull.body || "Nothing."}</pre>
<h2>What it changes</h2>
${diffView(files)}
<h2>Checks and reviews</h2>
${list([
  ...checks.map((one) => html`<strong>${one.name}</strong>: ${one.state}`),
  ...reviews.map(
    (one) =>
      html`<strong>${one.author}</strong>: ${one.state.toLowerCase().replace("_", " ")} ${one.body}`,
  ),
])}
<h2>Comments</h2>
${comments.length === 0 ? html`<p class="meta">None.</p>` : comments.map((one) => html`<p class="meta"><strong>${one.author}</strong>, ${time(one.createdAt)}</p><pre class="text">${one.body}</pre>`)}
`;
}

const list = (items: Html[]): Html =>
  items.length === 0
    ? html`<p class="meta">None.</p>`
    : html`<ul>${items.map((one) => html`<li>${one}</li>`)}</ul>`;

const stateOf = (pull: Pull): string =>
  pull.merged ? "Merged" : pull.state === "open" ? "Open" : "Closed";

async function doings(state: GitHubState, pull: Pull, login: string): Promise<Html> {
  const open = pull.state === "open";
  const { state: mergeable } = await awaitMergeability(state, pull);
  const base = state.heads.list(below(pull)).find((one) => one.branch === pull.base.branch)?.commit;
  const unmet = open && base ? await unmetRules(state, pull, base) : [];
  const button = (verb: string, text: string, first = false) =>
    html`<button name="verb" value="${verb}"${first ? html` class="first"` : undefined}>${text}</button>`;
  return html`<h2>As a person on GitHub</h2>
${open ? html`<p>${SAYS[mergeable]} ${unmet.map((one) => one.message).join(" ")}</p>` : undefined}
<form method="post">
<label>Login <input name="login" value="${login}" required pattern="[A-Za-z0-9][A-Za-z0-9\\-]*" maxlength="39" autocomplete="off"></label>
<input type="hidden" name="head" value="${pull.head.commit}">
${open ? [button("merge", "Merge", true), button("approve", "Approve"), button("close", "Close")] : button("reopen", "Reopen")}
</form>`;
}
