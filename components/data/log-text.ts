// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours begin with the escape character
const ANSI = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would act on is shown as a box
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g;
const LONGEST = 4000;

/** A log line as it may be shown: colours gone, control and text-direction characters made visible, cut at 4,000. */
export function plainLine(text: string): string {
  const whole = text.endsWith("\r") ? text.slice(0, -1) : text;
  const cut =
    whole.length > LONGEST ? `${whole.slice(0, LONGEST)}… (${whole.length} characters)` : whole;
  return cut.replace(ANSI, "").replace(CONTROL, "\ufffd");
}

/** Positions in `lines` whose text holds `query`, upper or lower case. */
export function findLines(lines: readonly { text: string }[], query: string): number[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === "") return [];
  const found: number[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.text.toLowerCase().includes(wanted)) found.push(at);
  }
  return found;
}

/** The text in pieces, those that match the query marked. */
export function markMatches(text: string, query: string): { text: string; match: boolean }[] {
  const wanted = query.trim().toLowerCase();
  const lower = text.toLowerCase();
  // Lower case may be longer than the text (İ): then positions do not agree, and nothing is marked.
  if (wanted === "" || lower.length !== text.length) return [{ text, match: false }];
  const pieces: { text: string; match: boolean }[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    if (at > from) pieces.push({ text: text.slice(from, at), match: false });
    pieces.push({ text: text.slice(at, at + wanted.length), match: true });
    from = at + wanted.length;
  }
  if (from < text.length || pieces.length === 0)
    pieces.push({ text: text.slice(from), match: false });
  return pieces;
}

/** `#L12` or `#L12-20` names lines; anything else names none. */
export function linesOfHash(hash: string): { from: number; to: number } | undefined {
  const [, first, last] = /^#L(\d{1,9})(?:-L?(\d{1,9}))?$/.exec(hash) ?? [];
  if (!first) return undefined;
  const from = Number(first);
  return { from, to: Math.max(from, Number(last ?? first)) };
}
