import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";

const STYLE = `
:root { color-scheme: light dark; --text: #14171c; --meta: #40454d; --page: #ffffff; --raised: #f3f5f7; --line: #c9ced6; --link: #0742c9;
  --good: #1d7f62; --bad: #81241b; --added: #e3f4ee; --removed: #f8e6e4; }
@media (prefers-color-scheme: dark) { :root { --text: #e8ebf0; --meta: #a3a9b4; --page: #0e1116; --raised: #1a1f27; --line: #3a424e; --link: #7fb1fa;
  --good: #36fcdc; --bad: #ff8d80; --added: #0d2b26; --removed: #361815; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1000px; padding: 16px; font: 14px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); }
header { border-bottom: 1px solid var(--line); padding-bottom: 8px; color: var(--meta); }
h1 { font-size: 20px; line-height: 28px; margin: 16px 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 15px; margin: 24px 0 8px; }
h3 { margin: 16px 0 0; overflow-wrap: anywhere; }
h3 + .meta { margin-bottom: 6px; }
a { color: var(--link); }
.meta { color: var(--meta); margin: 0 0 12px; overflow-wrap: anywhere; }
.state { font-weight: 600; border: 1px solid currentColor; border-radius: 6px; padding: 1px 8px; color: var(--text); white-space: nowrap; }
.label { border: 1px solid var(--line); border-radius: 6px; padding: 1px 6px; white-space: nowrap; }
pre, code { font: 12px/1.6 ui-monospace, monospace; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 8px 12px; margin: 0; overflow-x: auto; }
pre.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.added { background: var(--added); display: block; } .removed { background: var(--removed); display: block; }
.line { display: block; min-height: 1.6em; }
form { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; }
label { display: grid; gap: 4px; color: var(--meta); }
input { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--meta); border-radius: 6px; padding: 6px 8px; min-height: 44px; min-width: 0; }
button { font: inherit; min-height: 44px; padding: 0 14px; border-radius: 6px; border: 1px solid var(--meta); background: var(--raised); color: var(--text); cursor: pointer; }
button.first { background: var(--link); border-color: var(--link); color: var(--page); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
[role=alert] { border: 1px solid var(--bad); border-radius: 6px; color: var(--bad); padding: 8px 12px; margin: 12px 0; }
ul { padding-left: 20px; } li { margin: 4px 0; overflow-wrap: anywhere; }
`;
const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/** Markup that is safe as it is; made by `html` only. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

type Part = string | number | Html | undefined | Part[];

/** Markup whose inserted texts are escaped. */
export const html = (texts: TemplateStringsArray, ...parts: Part[]): Html =>
  new Html(texts.reduce((all, text, index) => all + markupOf(parts[index - 1]) + text));

function markupOf(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.markup;
  if (Array.isArray(part)) return part.map(markupOf).join("");
  return String(part).replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}

/** Sends a page: no script, nothing from elsewhere, forms to the lab alone. */
export function sendPage(res: ServerResponse, status: number, title: string, main: Html): void {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · the lab's GitHub</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header><a href="/_lab/github/">The lab's GitHub</a>, a stand-in for github.com on this machine</header>
<main>${main}</main>
</body>
</html>
`;
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${STYLE_HASH}'`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  res.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy.join("; "),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
  });
  res.end(page.markup);
}

/** A point in time for people. */
export const time = (at: Date): Html =>
  html`<time datetime="${at.toISOString()}">${at.toISOString().slice(0, 16).replace("T", " ")} UTC</time>`;
