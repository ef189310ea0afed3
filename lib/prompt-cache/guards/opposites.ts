import type { Guard } from "./guard";
import { OPPOSITES } from "./opposite-words";
import { stem } from "./stem";
import { joinedOf, leftover, onceFor, partStemsOf, partsOf, type Words } from "./words";

const SIDE_OF = new Map<string, [pair: number, side: 0 | 1][]>();
OPPOSITES.trim()
  .split("\n")
  .forEach((line, pair) => {
    line.split(" ").forEach((side, at) => {
      for (const word of side.split("/")) {
        const key = stem(word);
        SIDE_OF.set(key, [...(SIDE_OF.get(key) ?? []), [pair, at as 0 | 1]]);
      }
    });
  });
/** Words that are grammar far more often than opposites: they count where nothing else differs. */
const WEAK = new Set(["in", "up", "get", "right", "make", "even", "long", "give"]);
const PREFIXES = [
  "un",
  "dis",
  "de",
  "non",
  "in",
  "im",
  "ir",
  "il",
  "anti",
  "over",
  "under",
  "pre",
  "post",
];

/** Words that want undone what the rest of the prompt does. */
const UNDOING = /\b(?:undo|undelete|revert|restore|rollback|roll(?:ing|ed)? (?:\w+ ){0,4}back)\b/;

function sides(words: string[], weakToo: boolean): Map<string, [number, 0 | 1][]> {
  const found = new Map<string, [number, 0 | 1][]>();
  for (const word of words) {
    const side = WEAK.has(word) && !weakToo ? undefined : SIDE_OF.get(stem(word));
    if (side) found.set(word, side);
  }
  return found;
}

/** A word that is on one side of a pair here, and one on the other side there, with neither on both. */
function oppositePair(mine: string[], theirs: string[]): [string, string] | undefined {
  const weakToo = mine.length === 1 && theirs.length === 1;
  const inMine = sides(mine, weakToo);
  const inTheirs = sides(theirs, weakToo);
  for (const [one, here] of inMine)
    for (const [other, there] of inTheirs)
      if (here.some(([pair, side]) => there.some(([p, s]) => p === pair && s !== side)))
        return [one, other];
  for (const one of mine)
    for (const other of theirs)
      if (isPrefixed(one, other) || isPrefixed(other, one)) return [one, other];
  return undefined;
}

const leftoverWords = (one: Words, other: Words): string[] => {
  const stems = partStemsOf(one);
  const left = new Set(leftover(stems, partStemsOf(other)));
  return left.size === 0 ? [] : partsOf(one).filter((_word, at) => left.has(stems[at] as string));
};

/** They begin like opposites, and are none. */
const NO_OPPOSITES = new Set(
  "intake income input inside insight inform overview overall preview underline understand interest depart postpone".split(
    " ",
  ),
);

/** `used` and `unused`, `valid` and `invalid`. */
const isPrefixed = (one: string, other: string): boolean => {
  if (other.length <= 3 || one.length <= other.length || NO_OPPOSITES.has(one)) return false;
  const wanted = stem(one);
  return PREFIXES.some(
    (prefix) =>
      one.startsWith(prefix) && (wanted === stem(prefix + other) || one === `${prefix}-${other}`),
  );
};

/** `sign up` and `sign out`. */
const PARTICLES = new Set([
  "in",
  "out",
  "up",
  "down",
  "on",
  "off",
  "over",
  "under",
  "back",
  "away",
]);
const isParticle = (word: string): boolean => PARTICLES.has(word);

const isUndoing = onceFor((words: Words): boolean => UNDOING.test(joinedOf(words)));

export const opposites: Guard = {
  name: "opposites",
  differs: (asked, stored) => {
    const [mine, theirs] = [leftoverWords(asked, stored), leftoverWords(stored, asked)];
    const pair = oppositePair(mine, theirs);
    if (pair) return `“${pair[0]}” and “${pair[1]}” are opposites.`;
    if (mine.length === 1 && theirs.length === 1 && [...mine, ...theirs].every(isParticle))
      return `“${mine[0]}” and “${theirs[0]}” make another verb.`;
    return isUndoing(asked) === isUndoing(stored)
      ? undefined
      : "One of the prompts wants undone what the other does.";
  },
};
