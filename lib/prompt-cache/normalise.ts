/**
 * The form in which two prompts are the same prompt. Unicode NFC; spaces that carry no meaning are
 * gone. Fenced code stays as it is, and text whose lines are indented keeps its lines: there white
 * space says something. Case is folded only when the namespace says so, and never in a fence.
 *
 * Any text is taken: empty, of any script, with lone surrogates or control characters in it.
 */
export function normalisePrompt(text: string, options: { foldCase: boolean }): string {
  // Most prompts are one tidy line already.
  if (!options.foldCase && TIDY.test(text)) return text;
  const fold = options.foldCase ? foldCase : (part: string) => part;
  if (!text.includes("```") && !text.includes("~~~")) return tidy(fold(text.normalize("NFC")));
  return splitFences(text.normalize("NFC").replace(/\r\n?/g, "\n"))
    .map(({ fenced, text: part }) => (fenced ? part : tidy(fold(part))))
    .filter((part) => part !== "")
    .join("\n");
}

/** ASCII words with single spaces between, and no fence. */
const TIDY = /^(?:[!-_a-}]+ )*[!-_a-}]+$/;

/** Upper first: it makes ß and ss, ς and σ the same, which lower case alone does not. */
const foldCase = (text: string): string => text.toUpperCase().toLowerCase().normalize("NFC");

/** A line that is indented, with another line before it. */
const INDENTED = /\n(?:\t| {2,})\S/;

function tidy(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.includes("\n") && !trimmed.includes("\r")) return trimmed.replace(/\s+/gu, " ");
  const lines = trimmed.replace(/\r\n?/g, "\n");
  if (!INDENTED.test(lines)) return lines.replace(/\s+/gu, " ");
  return lines
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n");
}

/** Text and fenced blocks in turn; a fence that nobody closes reaches to the end. */
function splitFences(text: string): { fenced: boolean; text: string }[] {
  const parts: { fenced: boolean; lines: string[] }[] = [{ fenced: false, lines: [] }];
  let closing: string | undefined;
  for (const line of text.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    const part = parts[parts.length - 1] as { fenced: boolean; lines: string[] };
    if (closing === undefined && mark) {
      closing = mark;
      parts.push({ fenced: true, lines: [line] });
    } else {
      part.lines.push(line);
      if (closing !== undefined && mark?.startsWith(closing) && line.trim() === mark) {
        closing = undefined;
        parts.push({ fenced: false, lines: [] });
      }
    }
  }
  return parts.map(({ fenced, lines }) => ({ fenced, text: lines.join("\n") }));
}
