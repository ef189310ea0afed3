import { oneLine } from "./plain-text";

/** An empty space parts what GitHub would otherwise join to a mention, a reference or a link. */
const APART = "\u200b";

/**
 * Untrusted text as Markdown that shows it and does nothing: no markup, HTML, link, image, mention,
 * reference to issues or commits, and one line of at most `longest` characters.
 */
export const escapeMarkdown = (text: string, longest: number): string =>
  oneLine(text, longest)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/[\\`*_{}[\]()#+!|~$^]/g, "\\$&")
    .replace(/^(-|=|\d{1,9}(?=[.)]))/, `${APART}$1`)
    // What GitHub finds in the finished text, after Markdown: escapes are gone by then.
    .replace(/@/g, `@${APART}`)
    .replace(/#(?=\w)/g, `#${APART}`)
    .replace(/\b(GH)-(?=\d)/gi, `$1${APART}-`)
    .replace(/:(?=\/\/)/g, `:${APART}`)
    .replace(/\b(mailto|xmpp):/gi, `$1${APART}:`)
    .replace(/\b(www)\./gi, `$1${APART}.`)
    .replace(/:(?=[\w+-]{1,60}:)/g, `:${APART}`)
    .replace(/\b(?=[0-9a-f]{7,40}\b)([0-9a-f]{4})/gi, `$1${APART}`)
    .replaceAll(APART, "&#8203;");

/** Untrusted text as a code span, in which GitHub finds nothing; one line of at most `longest` characters. */
export function codeSpan(text: string, longest: number): string {
  // No opening of a comment: our own marker stands in one, and nothing else may look like it.
  const line = oneLine(text, longest).replace(/<!--/g, "<!- -") || " ";
  const runs = line.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  const pad = /^[` ]|[` ]$/.test(line) ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** The same within a table, whose columns end at a bar even in code. */
export const tableCode = (text: string, longest: number): string =>
  codeSpan(text.replace(/[|\\]/g, " "), longest);

/** A block of code with these lines, whatever stands in them. */
export function codeBlock(language: string, lines: string[]): string {
  const kept = lines.map((line) => oneLineOfCode(line, 500));
  const runs = kept.join("\n").match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(2, ...runs.map(({ length }) => length)) + 1);
  return `${fence}${language}\n${kept.join("\n")}\n${fence}`;
}

/** Indentation matters in code; everything else that cannot be seen does not. */
function oneLineOfCode(line: string, longest: number): string {
  const indent = /^[ +-]*/.exec(line.slice(0, 80))?.[0] ?? "";
  return `${indent}${oneLine(line.slice(indent.length), longest)}`;
}

/** A link of ours to an address that is nothing but one; the text alone where it is not. */
export const linkTo = (label: string, url: string | undefined): string =>
  url && /^https?:\/\/[\w.:-]+(\/[\w.~%/@+=&?#-]*)?$/.test(url) && url.length <= 500
    ? `[${label}](<${url}>)`
    : label;
