import "server-only";

/** Words that say nothing about what a text is about. */
const FILLERS = new Set(
  "a an and are as at be but by can do does for from had has have how i in is it its me my of on or our please so tell that the their them there these they this to was we were what when where which who why will with would you your".split(
    " ",
  ),
);

/** Words that a text is about, each once. */
export const tellingWords = (text: string): string[] => [
  ...new Set(
    (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter(
      (word) => word.length > 1 && !FILLERS.has(word),
    ),
  ),
];

/** Nearly all of the words are the same: kept already. Numbers must agree: 8080 is not 9090. */
export function sameFact(one: string, other: string): boolean {
  const [a, b] = [tellingWords(one), tellingWords(other)];
  const shared = a.filter((word) => b.includes(word)).length;
  const all = new Set([...a, ...b]);
  if (all.size === 0) return one.toLowerCase() === other.toLowerCase();
  const differ = [...all].filter((word) => !(a.includes(word) && b.includes(word)));
  const negated = /\b(not|no|never|without)\b|n't\b/i;
  return (
    shared / all.size >= 0.85 &&
    !differ.some((word) => /\d/.test(word)) &&
    negated.test(one) === negated.test(other)
  );
}
