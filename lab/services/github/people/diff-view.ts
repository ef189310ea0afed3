import type { FileDiff } from "../git/diff.ts";
import { type Html, html } from "./frame.ts";

/** Changed files, each with its hunks; what a line does is told by its sign, the colour only repeats it. */
export function diffView(files: FileDiff[]): Html {
  if (files.length === 0) return html`<p class="meta">Nothing differs.</p>`;
  return html`${files.map(
    (file) => html`<section>
<h3><code>${file.before ? `${file.before} → ` : ""}${file.path}</code></h3>
<p class="meta">${file.status}, ${file.additions} added, ${file.deletions} removed</p>
${file.patch === undefined ? html`<p class="meta">No text to show.</p>` : hunks(file.path, file.patch)}
</section>`,
  )}`;
}

const hunks = (path: string, patch: string): Html =>
  html`<pre tabindex="0" role="region" aria-label="Changes of ${path}">${patch
    .split("\n")
    .map((line) => html`<span class="line${kindOf(line)}">${line}</span>`)}</pre>`;

const kindOf = (line: string): string =>
  line.startsWith("+") ? " added" : line.startsWith("-") ? " removed" : "";
