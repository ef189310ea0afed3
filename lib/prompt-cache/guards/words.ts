import { type Rule, rewrite } from "./rewrite";
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

export const CONTRACTIONS: readonly Rule[] = [
  [/\bcan['’]?t\b/g, "can not", ["cant", "can't", "can’t"]],
  [/\bcannot\b/g, "can not", ["cannot"]],
  [/\bnon-(?=\p{L})/gu, "not ", ["non-"]],
  [/\bwon['’]t\b/g, "will not", ["won't", "won’t"]],
  [/\b(\w+)n['’]t\b/g, "$1 not", ["n't", "n’t"]],
  [/\b(what|who|where|when|how|that|it|there)['’]s\b/g, "$1 is", ["'s", "’s"]],
  [/['’](re|ve|ll|d|m)\b/g, " ", ["'", "’"]],
  [/['’]s\b/g, "", ["'s", "’s"]],
];

/** Verbs of two words, each as one. */
export const VERBS: readonly Rule[] = [
  [/\broll(?:s|ed|ing)? back\b/g, "rollback", [" back"]],
  [/\b(?:turn|switch)(?:s|ed|ing)? on\b/g, "enable", ["turn", "switch"]],
  [/\b(?:turn|switch)(?:s|ed|ing)? off\b/g, "disable", [" off"]],
  [/\b(?:get|gets|getting) rid of\b/g, "remove", [" rid of"]],
  [/\b(?:log|sign)(?:ged|ging|ned|ning|ing|ed)? in\b/g, "login", ["log", "sign"]],
  [/\b(?:log|sign)(?:ged|ging|ned|ning|ing|ed)? out\b/g, "logout", [" out"]],
  [/\bsign(?:s|ed|ing)? up\b/g, "register", ["sign"]],
  [/\bset(?:ting)? up\b/g, "setup", [" up"]],
  [/\bback(?:ing|ed)? up\b/g, "backup", [" up"]],
  [/\bshut(?:ting)? down\b/g, "shutdown", ["shut"]],
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
export const WRITINGS: readonly Rule[] = [
  [
    /\b(?:the )?(?:United States(?: of America)?|U\.S\.(?:A\.)?|USA|US)\b/g,
    "USA",
    ["United States", "U.S.", "US"],
  ],
  [
    /\b(?:the )?(?:United Kingdom|Great Britain|U\.K\.|UK)\b/g,
    "UK",
    ["United Kingdom", "Great Britain", "U.K.", "UK"],
  ],
  [/\b(?:the )?(?:European Union|EU)\b/g, "EU", ["European Union", "EU"]],
];
const TWO_FACTORS = /\b(?:two|2)[- ](?:factor|step) (?:authentication|verification)\b/gi;

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
  const plain = rewrite(text.normalize("NFKC"), WRITINGS).replace(TWO_FACTORS, "2FA");
  const lower = rewrite(rewrite(plain.toLowerCase(), CONTRACTIONS), VERBS);
  const found = lower.match(/[\p{L}\p{M}\p{N}]+(?:[.'_/+#-]+[\p{L}\p{M}\p{N}]+)*[+#]*/gu) ?? [];
  // `blue/green` is `blue-green`.
  const all = found.map((word) => ALIASES.get(word) ?? word.replaceAll("/", "-"));
  const stems = all.map(stem);
  return {
    text: plain,
    all,
    stems,
    capitalised: capitalisedOf(plain),
    content: contentOf(all).map(stem),
    found: new Map(),
  };
}

function contentOf(all: string[]): string[] {
  const carrying = all.filter((word) => !FRAME.has(word));
  if (!carrying.some((word) => word.includes("-"))) return carrying;
  return carrying.flatMap((word) => word.split("-")).filter((part) => !FRAME.has(part));
}

/** A capital at a sentence's beginning says nothing; an all-capitals word says something anywhere. */
function capitalisedOf(text: string): Set<string> {
  const found = new Set<string>();
  const shouted = !/\p{Ll}/u.test(text);
  if (shouted) return found;
  for (const match of text.matchAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}.+#-]*/gu)) {
    if (isSmall(match[0])) continue;
    const word = match[0].replace(/[.-]+$/, "");
    const before = text.slice(0, match.index).trimEnd();
    const begins = before === "" || /[.!?:;"“(¿¡«\n]$/.test(before);
    const acronym = /^\p{Lu}[\p{Lu}\p{N}]+s?$/u.test(word);
    if (acronym || (!begins && /^\p{Lu}/u.test(word))) found.add(word.toLowerCase());
  }
  found.delete("i");
  return found;
}

/** Surely no capital at the beginning; of other alphabets' letters the patterns know. */
const isSmall = (word: string): boolean => {
  const first = word.charCodeAt(0);
  return first < 0x80 && !(first >= 0x41 && first <= 0x5a);
};

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
  const a = asSet(one);
  const b = asSet(other);
  if (a.size !== b.size) return false;
  for (const each of a) if (!b.has(each)) return false;
  return true;
};

const asSet = (members: Iterable<string>): ReadonlySet<string> =>
  members instanceof Set ? members : new Set(members);

/** Words with those of hyphens apart: `object-oriented programming` is `OOP`. */
export const partsOf = onceFor(({ all }: Words): string[] =>
  all.some((word) => word.includes("-")) ? all.flatMap((word) => word.split("-")) : all,
);

/** The stems of the parts, one for each. */
export const partStemsOf = onceFor((words: Words): string[] => partsOf(words).map(stem));

/** All words in a row, for patterns of several. */
export const joinedOf = onceFor(({ all }: Words): string => all.join(" "));
