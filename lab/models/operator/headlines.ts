/** Lines around headlines that are none themselves. */
const META =
  /^\s*(\d+ (points?|comments?|reactions?|min read|hours?|minutes?|days?)\b|by \w+$|add comment|(log ?in|hide|past|more|new|ask|show|jobs|submit|search|menu|home|top|latest|sign up|create account)\s*$|#\w+)/i;

/**
 * The headlines of a page as text: numbered lines (Hacker News), headings, or lines that stand before
 * a line of `#tags` (dev.to), whichever the page has most of.
 */
export function headlinesIn(page: string): string[] {
  const lines = page.replace(/\\n/g, "\n").replace(/\\t/g, " ").split("\n").map(plain);
  const ranked = lines.flatMap((line, at) => {
    const own = /^\d{1,3}[.)]\s+(.+)$/.exec(line)?.[1];
    const next = /^\d{1,3}[.)]$/.test(line) ? lines[at + 1] : undefined;
    return own ?? next ?? [];
  });
  const headings = lines.flatMap((line) => /^#{1,4}\s+(.+)$/.exec(line)?.[1] ?? []);
  const tagged = lines.filter(
    (_, at) => isTags(lines[at + 1]) || (lines[at + 1] === "" && isTags(lines[at + 2])),
  );
  const best = [ranked, headings, tagged].sort((a, b) => b.length - a.length)[0] ?? [];
  return [...new Set(best.map(clean).filter(isHeadline))];
}

const isTags = (line: string | undefined): boolean => /^(#\s?[\w-]+\s*)+$/.test(line ?? "");

/** Without what readers of pages put around it: list marks, links, quotes, roles. */
const plain = (line: string): string =>
  line
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replace(/^\s*[-*]\s+/, "")
    .replace(/^(?:heading|link|text|listitem)[: ]+"?/i, "")
    .replace(/\s+/g, " ")
    .trim();

const clean = (line: string): string =>
  line
    .replace(/\s*\((?:[\w-]+\.)+[a-z]{2,}(?:\/[\w./-]*)?\)\s*$/i, "")
    .replace(/^["“]|["”]$/g, "")
    .trim();

const isHeadline = (line: string): boolean =>
  line.length >= 12 && line.length <= 200 && line.includes(" ") && !META.test(line);
