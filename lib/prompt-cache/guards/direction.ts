import type { Guard } from "./guard";
import { leftover, sameSet, type Words } from "./words";

/** Words after which the order of two things matters. */
const CONNECTIVES = new Set([
  "to",
  "into",
  "from",
  "before",
  "after",
  "than",
  "over",
  "onto",
  "beats",
  "causes",
  "cause",
  "against",
  "under",
  "above",
  "below",
  "on",
  "in",
  "for",
  "with",
  "by",
  "as",
]);
/** Words that make the order of two things indifferent. */
const SYMMETRIC = new Set([
  "between",
  "versus",
  "vs",
  "and",
  "or",
  "difference",
  "compare",
  "compared",
  "comparison",
  "distance",
]);

/** As far from here to there as from there to here. */
const MUTUAL = new Set(["distance", "between", "far"]);

/** `from A to B`, also told as `to B from A`; undefined when it is not there. */
function fromTo({ all, stems }: Words): [string, string] | undefined {
  const from = all.lastIndexOf("from");
  const to = Math.max(all.lastIndexOf("to"), all.lastIndexOf("into"));
  if (from < 0 || to < 0) return undefined;
  const after = (index: number, end: number) =>
    stems.slice(index + 1, end > index ? end : undefined).join(" ");
  return [after(from, to), after(to, from)];
}

/** The meaning words before and after a connective, for `convert miles to kilometres` and `is A faster than B`. */
function around({ all, stems, content }: Words, connective: string) {
  const at = all.lastIndexOf(connective);
  if (at <= 0) return undefined;
  const carried = new Set(content);
  const carrying = (words: string[]) => words.filter((word) => carried.has(word));
  return { before: carrying(stems.slice(0, at)), after: carrying(stems.slice(at + 1)) };
}

function swapped(asked: Words, stored: Words): boolean {
  const one = fromTo(asked);
  const other = fromTo(stored);
  if ([...asked.all, ...stored.all].some((word) => MUTUAL.has(word))) return false;
  if (one && other)
    return one[0] !== other[0] && overlaps(one[0], other[1]) && overlaps(one[1], other[0]);
  if (!sameSet(asked.content, stored.content)) return reversedAround(asked, stored);
  if (asked.content.join(" ") === stored.content.join(" ")) return false;
  return reversedAround(asked, stored) || reversedEnds(asked, stored) || exchanged(asked, stored);
}

/** They stand on both sides of anything. */
const SMALL = new Set(["a", "an", "the", "my", "in", "on", "of", "by", "at", "it", "is", ""]);

const overlaps = (one: string, other: string): boolean => {
  const words = new Set(other.split(" "));
  return one.split(" ").some((word) => !SMALL.has(word) && words.has(word));
};

/** What stood before the word that joins two things stands behind it there, and the other way round. */
function reversedAround(asked: Words, stored: Words): boolean {
  return [...CONNECTIVES].some((connective) => {
    const one = around(asked, connective);
    const other = around(stored, connective);
    return (
      one !== undefined &&
      other !== undefined &&
      moved(one.before, one.after, other.before, other.after) &&
      moved(one.after, one.before, other.after, other.before)
    );
  });
}

/** A word that is only here in the one prompt, and only there in the other. */
const moved = (here: string[], there: string[], hereThen: string[], thereThen: string[]): boolean =>
  here.some(
    (word) => thereThen.includes(word) && !there.includes(word) && !hereThen.includes(word),
  );

/** The same words with first and last exchanged: `does Lambda call S3`, `does S3 call Lambda`. */
function reversedEnds(asked: Words, stored: Words): boolean {
  if (asked.content.length < 2 || asked.content.length !== stored.content.length) return false;
  if (leftover(asked.stems, stored.stems).length > 0) return false;
  if ([...asked.all, ...stored.all].some((word) => SYMMETRIC.has(word))) return false;
  const same = (word: string | undefined, other: string | undefined) =>
    word !== undefined && word === other;
  return (
    asked.content.length >= 3 &&
    same(asked.content[0], stored.content.at(-1)) &&
    same(asked.content.at(-1), stored.content[0])
  );
}

/** Word for word the same, but two meaning words have changed places. */
function exchanged(asked: Words, stored: Words): boolean {
  if (asked.all.length !== stored.all.length) return false;
  if ([...asked.all, ...stored.all].some((word) => SYMMETRIC.has(word))) return false;
  const mine = asked.stems;
  const theirs = stored.stems;
  const differing = mine.flatMap((word, at) => (word === theirs[at] ? [] : [at]));
  const [first = -1, second = -1] = differing;
  return differing.length === 2 && mine[first] === theirs[second] && mine[second] === theirs[first];
}

export const direction: Guard = {
  name: "direction",
  differs: (asked, stored) =>
    swapped(asked, stored) ? "The same things stand in the reverse order." : undefined,
};
