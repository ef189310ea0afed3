/** Control characters, direction marks, invisible and tag characters: nothing that a person could read. */
const UNSEEN =
  /(?![\n\t])\p{Cc}|[\p{Cf}\p{Co}\p{Variation_Selector}]|\u034f|[\u115f\u1160\u3164\uffa0]/gu;

/** Text with whole characters, one kind of line break, and nothing in it that cannot be seen. */
export const seenText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
    .replace(UNSEEN, "");

/** One line of such text, at most `longest` characters; `…` where it was cut. */
export function oneLine(text: string, longest: number): string {
  const line = seenText(text.slice(0, longest * 4))
    .replace(/\s+/g, " ")
    .trim();
  const characters = [...line];
  if (characters.length <= longest && text.length <= longest * 4) return line;
  return `${characters
    .slice(0, longest - 1)
    .join("")
    .trimEnd()}…`;
}
