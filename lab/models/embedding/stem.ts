const ENDINGS: readonly [RegExp, string, number][] = [
  [/(ss|us|is)$/, "$1", 0],
  [/ies$/, "y", 2],
  [/(sh|ch|x|z|ss)es$/, "$1", 2],
  [/s$/, "", 3],
];

const SUFFIXES: readonly [RegExp, string, number][] = [
  [/(isation|ization|ising|izing|ised|ized|ise|ize)$/, "iz", 3],
  [/(ational|ation|ations|ating|ated|ator|ative|ate)$/, "at", 3],
  [/(fulness|iveness|ousness)$/, "", 3],
  [/(ement|ment)$/, "", 4],
  [/(ness|less|able|ible|ance|ence|ency|ancy)$/, "", 4],
  [/(ical|ic)$/, "ic", 4],
  [/(ingly|edly|ing|ed|ly)$/, "", 3],
  [/(er|or)$/, "", 4],
  [/(ion|ity|ive|ous|al)$/, "", 4],
];

/**
 * A word without its English endings: "caches", "cached" and "caching" share one stem. Light on purpose:
 * one inflection and one suffix at most, and never less than three letters.
 */
export function stem(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  const singular = strip(word, ENDINGS);
  const bare = strip(singular, SUFFIXES);
  const undoubled = bare === singular ? bare : bare.replace(/([bdfgmnprt])\1$/, "$1");
  return undoubled.length > 3 ? undoubled.replace(/(e|y)$/, "") : undoubled;
}

function strip(word: string, endings: readonly [RegExp, string, number][]): string {
  for (const [ending, put, least] of endings) {
    const match = ending.exec(word);
    if (match && match.index >= least) return word.replace(ending, put);
  }
  return word;
}
