import "server-only";

/** HTML comments as blanks, so that lines stay where they are. An unclosed one is text, as browsers of Markdown show it. */
export function withoutComments(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const begin = text.indexOf("<!--", at);
    const end = begin < 0 ? -1 : text.indexOf("-->", begin + 4);
    if (end < 0) break;
    parts.push(text.slice(at, begin), text.slice(begin, end + 3).replace(/[^\n]/g, " "));
    at = end + 3;
  }
  return parts.join("") + text.slice(at);
}
