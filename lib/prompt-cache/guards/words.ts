import { stem } from "./stem";

/** A prompt taken apart once, so that every guard looks at the same words. */
export interface Words {
  text: string;
  /** In order, lower case, contractions opened (`isn't` → `is not`). */
  all: string[];
  /** The stems of all of them. */
  stems: string[];
  /** Word → how it was written, for words that were capitalised away from a sentence's beginning. */
  capitalised: Set<string>;
  /** Stems of the words that carry meaning, in order, those of hyphens apart: `blue-green` is two. */
  content: string[];
  /** What guards found in it, by the function that looked. */
  found: Map<unknown, unknown>;
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
  not no never without
  possible allowed okay ok able sure best good right proper correct happen happens
  each per every although though because since while whenever if long
  steps step guide 
  many much number amount difference differences differ compare compared comparison vs versus between
  purpose point location located year reason reasons
  der die das ist sind was wie und ich mein meine für kann mit ein eine einen man es zu den dem heißt
  le la les est sont que quoi comment et je mon ma pour une des du qu quelle quel c'est qu'est-ce faire fait-on
  el los son qué que cómo yo mi para con por un una del cuál se puis-je peut-on puis hago hace hacer puedo`
    .split(/\s+/)
    .filter(Boolean),
);

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\bcan['’]?t\b/g, "can not"],
  [/\bcannot\b/g, "can not"],
  [/\bnon-(?=\p{L})/gu, "not "],
  [/\bwon['’]t\b/g, "will not"],
  [/\b(\w+)n['’]t\b/g, "$1 not"],
  [/\b(what|who|where|when|how|that|it|there)['’]s\b/g, "$1 is"],
  [/['’](re|ve|ll|d|m)\b/g, " "],
  [/['’]s\b/g, ""],
];

/** Verbs of two words, each as one. */
const VERBS: readonly (readonly [RegExp, string])[] = [
  [/\broll(?:s|ed|ing)? back\b/g, "rollback"],
  [/\b(?:turn|switch)(?:s|ed|ing)? on\b/g, "enable"],
  [/\b(?:turn|switch)(?:s|ed|ing)? off\b/g, "disable"],
  [/\b(?:get|gets|getting) rid of\b/g, "remove"],
  [/\b(?:log|sign)(?:ged|ging|ned|ning|ing|ed)? in\b/g, "login"],
  [/\b(?:log|sign)(?:ged|ging|ned|ning|ing|ed)? out\b/g, "logout"],
  [/\bsign(?:s|ed|ing)? up\b/g, "register"],
  [/\bset(?:ting)? up\b/g, "setup"],
  [/\bback(?:ing|ed)? up\b/g, "backup"],
  [/\bshut(?:ting)? down\b/g, "shutdown"],
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
  ["max", "maximum"],
  ["min", "minimum"],
  ["e-mail", "email"],
  ["e-mails", "emails"],
  ["wi-fi", "wifi"],
  ["on-line", "online"],
  ["log-in", "login"],
  ["sign-in", "signin"],
  ["set-up", "setup"],
  ["licence", "license"],
  ["licences", "licenses"],
  ["vs", "versus"],
  ["tv", "television"],
  ["approx", "approximately"],
  ["dept", "department"],
  ["temp", "temperature"],
  ["docs", "documentation"],
  ["admin", "administrator"],
  ["prod", "production"],
  ["params", "parameters"],
  ["dir", "directory"],
]);

/** Names written in several ways, each as one word. */
const WRITINGS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:the )?(?:United States(?: of America)?|U\.S\.(?:A\.)?|USA|US)\b/g, "USA"],
  [/\b(?:the )?(?:United Kingdom|Great Britain|U\.K\.|UK)\b/g, "UK"],
  [/\b(?:the )?(?:European Union|EU)\b/g, "EU"],
  [/\b(?:two|2)[- ](?:factor|step) (?:authentication|verification)\b/gi, "2FA"],
];

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
  let plain = text.normalize("NFKC");
  for (const [written, one] of WRITINGS) plain = plain.replace(written, one);
  let lower = plain.toLowerCase();
  for (const [from, to] of [...CONTRACTIONS, ...VERBS]) lower = lower.replace(from, to);
  const found = lower.match(/[\p{L}\p{M}\p{N}]+(?:[.'_/+#-]+[\p{L}\p{M}\p{N}]+)*[+#]*/gu) ?? [];
  // `blue/green` is `blue-green`.
  const all = found.map((word) => ALIASES.get(word) ?? word.replaceAll("/", "-"));
  const stems = all.map(stem);
  return {
    text: plain,
    all,
    stems,
    capitalised: capitalisedOf(plain),
    content: all
      .flatMap((word) => (FRAME.has(word) ? [] : word.split("-")))
      .filter((part) => !FRAME.has(part))
      .map(stem),
    found: new Map(),
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
    const begins = before === "" || /[.!?:;"“(¿¡«\n]$/.test(before);
    const acronym = /^\p{Lu}[\p{Lu}\p{N}]+s?$/u.test(word);
    if (acronym || (!begins && /^\p{Lu}/u.test(word))) found.add(word.toLowerCase());
  }
  found.delete("i");
  return found;
}

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
  return (words) => {
    if (words.found.has(find)) return words.found.get(find) as T;
    const found = find(words);
    words.found.set(find, found);
    return found;
  };
}

/** The same members, in any order. */
export const sameSet = (one: Iterable<string>, other: Iterable<string>): boolean => {
  const a = new Set(one);
  const b = new Set(other);
  return a.size === b.size && [...a].every((each) => b.has(each));
};

/** Words with those of hyphens apart: `object-oriented programming` is `OOP`. */
export const partsOf = onceFor(({ all }: Words): string[] =>
  all.flatMap((word) => word.split("-")),
);
