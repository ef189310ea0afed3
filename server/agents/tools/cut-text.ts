import "server-only";

/** What a model reads of one result, in characters. */
export const MOST_CHARACTERS = 24_000;

/** The beginning and the end of a text that is too long to read, and what is left out between. */
export function cutText(text: string, most = MOST_CHARACTERS): string {
  if (text.length <= most) return text;
  const head = Math.floor((most * 2) / 3);
  const tail = most - head;
  const left = text.length - most;
  return `${text.slice(0, head)}\n[… ${left} characters left out …]\n${text.slice(-tail)}`;
}
