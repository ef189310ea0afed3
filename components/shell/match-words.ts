/** As many as a group of the command menu shows; more would be scrolled, not read. */
const MOST = 30;

/** Whether each word of the query occurs in the text, in any order, upper or lower case. */
export function matchesWords(text: string, query: string): boolean {
  const held = text.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => held.includes(word));
}

/** The first 30 items whose text matches; a text that ends with the whole query comes first. */
export function matching<T>(items: readonly T[], query: string, textOf: (item: T) => string): T[] {
  const found = items.filter((item) => matchesWords(textOf(item), query));
  const last = query.trim().toLowerCase();
  const exact = (item: T) =>
    last !== "" && textOf(item).toLowerCase().endsWith(` ${last}`) ? 0 : 1;
  return found
    .map((item, at) => ({ item, at }))
    .sort((a, b) => exact(a.item) - exact(b.item) || a.at - b.at)
    .slice(0, MOST)
    .map(({ item }) => item);
}
