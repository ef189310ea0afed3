/** A prompt taken apart once, so that every guard looks at the same words. */
export interface Words {
  text: string;
  /** In order, lower case, contractions opened (`isn't` → `is not`). */
  all: string[];
  /** Word → how it was written, for words that were capitalised away from a sentence's beginning. */
  capitalised: Set<string>;
  /** Stems of the words that carry meaning, in order. */
  content: string[];
}

/** Words that frame a question without being what it is about. */
const FRAME = new Set(
  `a an the this that these those it its is are was were be been being am do does did done doing
  has have had having can could will would shall should may might must of in on at by for with
  about as into onto and or so than then there here to from up out over if but also just only
  i me my mine we us our you your he she they them their who whom whose what which when where why how
  please kindly tell explain describe define definition meaning mean means say give show help
  want wants need needs know understand like question answer let lets hey hi hello thanks thank
  briefly quick quickly simple simply short basically actually really exactly some any more
  way ways work works working use used using
  many much number amount difference differences differ compare compared comparison vs versus between
  purpose point location located year`
    .split(/\s+/)
    .filter(Boolean),
);

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\bcan['’]?t\b/g, "can not"],
  [/\bcannot\b/g, "can not"],
  [/\bwon['’]t\b/g, "will not"],
  [/\b(\w+)n['’]t\b/g, "$1 not"],
  [/\b(what|who|where|when|how|that|it|there)['’]s\b/g, "$1 is"],
  [/['’](re|ve|ll|d|m)\b/g, " "],
  [/['’]s\b/g, ""],
];

/** Short forms that no rule of first letters finds. */
const ALIASES = new Map([
  ["k8s", "kubernetes"],
  ["js", "javascript"],
  ["ts", "typescript"],
  ["postgres", "postgresql"],
  ["db", "database"],
  ["repo", "repository"],
  ["config", "configuration"],
  ["env", "environment"],
  ["auth", "authentication"],
  ["app", "application"],
  ["apps", "application"],
  ["info", "information"],
  ["pwd", "password"],
  ["golang", "go"],
]);

const words = new Map<string, Words>();
const KEPT = 512;

/** Takes a prompt apart; the last few hundred results are remembered, since candidates come again and again. */
export function wordsOf(text: string): Words {
  const known = words.get(text);
  if (known) return known;
  const made = takeApart(text);
  if (words.size >= KEPT) words.delete(words.keys().next().value as string);
  words.set(text, made);
  return made;
}

function takeApart(text: string): Words {
  const plain = text.normalize("NFKC");
  let lower = plain.toLowerCase();
  for (const [from, to] of CONTRACTIONS) lower = lower.replace(from, to);
  const found = lower.match(/[\p{L}\p{M}\p{N}]+(?:[.'_/+#-]+[\p{L}\p{M}\p{N}]+)*[+#]*/gu) ?? [];
  const all = found.map((word) => ALIASES.get(word) ?? word);
  return {
    text: plain,
    all,
    capitalised: capitalisedOf(plain),
    content: all.filter((word) => !FRAME.has(word)).map(stem),
  };
}

/** A capital at a sentence's beginning says nothing; an all-capitals word says something anywhere. */
function capitalisedOf(text: string): Set<string> {
  const found = new Set<string>();
  const shouted = !/\p{Ll}/u.test(text);
  if (shouted) return found;
  for (const match of text.matchAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}.+#-]*/gu)) {
    const word = match[0].replace(/[.-]+$/, "");
    const before = text.slice(0, match.index).trimEnd();
    const begins = before === "" || /[.!?:;"“(\n]$/.test(before);
    const acronym = /^\p{Lu}[\p{Lu}\p{N}]+s?$/u.test(word);
    if (acronym || (!begins && /^\p{Lu}/u.test(word))) found.add(word.toLowerCase());
  }
  found.delete("i");
  return found;
}

/** A light English stemmer: enough to make `instances` and `instance`, `deploying` and `deploy` equal. */
export function stem(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word;
  let base = word;
  if (base.endsWith("ies") && base.length > 4) base = `${base.slice(0, -3)}y`;
  else if (/(s|x|z|ch|sh)es$/.test(base)) base = base.slice(0, -2);
  else if (base.endsWith("s") && !/(ss|us|is)$/.test(base)) base = base.slice(0, -1);
  if (base.endsWith("ing") && base.length > 5) base = undouble(base.slice(0, -3));
  else if (base.endsWith("ed") && base.length > 4) base = undouble(base.slice(0, -2));
  else if (base.endsWith("ly") && base.length > 5) base = base.slice(0, -2);
  // `create`, `creating` and `created` meet without their e.
  return base.length > 4 && base.endsWith("e") ? base.slice(0, -1) : base;
}

const undouble = (base: string): string =>
  /([bdgklmnprt])\1$/.test(base) && !/(ll|ss)$/.test(base) ? base.slice(0, -1) : base;

/** What is in the one and not in the other, as often as it is. */
export function leftover(one: readonly string[], other: readonly string[]): string[] {
  const count = new Map<string, number>();
  for (const word of other) count.set(word, (count.get(word) ?? 0) + 1);
  return one.filter((word) => {
    const left = count.get(word) ?? 0;
    if (left > 0) count.set(word, left - 1);
    return left === 0;
  });
}

/** Remembers what was found in a prompt for as long as its words are. */
export function onceFor<T>(find: (words: Words) => T): (words: Words) => T {
  const known = new WeakMap<Words, { found: T }>();
  return (given) => {
    const before = known.get(given);
    if (before) return before.found;
    const found = find(given);
    known.set(given, { found });
    return found;
  };
}

/** The same members, in any order. */
export const sameSet = (one: Iterable<string>, other: Iterable<string>): boolean => {
  const a = new Set(one);
  const b = new Set(other);
  return a.size === b.size && [...a].every((each) => b.has(each));
};
