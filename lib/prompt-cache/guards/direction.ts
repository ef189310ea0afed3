import type { Guard } from "./guard";
import { sameSet, stem, type Words } from "./words";

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

/** `from A to B`, also told as `to B from A`; undefined when it is not there. */
function fromTo({ all }: Words): [string, string] | undefined {
  const from = all.lastIndexOf("from");
  const to = Math.max(all.lastIndexOf("to"), all.lastIndexOf("into"));
  if (from < 0 || to < 0) return undefined;
  const after = (index: number, end: number) =>
    all
      .slice(index + 1, end > index ? end : undefined)
      .map(stem)
      .join(" ");
  return [after(from, to), after(to, from)];
}

/** The words before and after a connective, for `convert miles to kilometres` and `is A faster than B`. */
function around({ all }: Words, connective: string): [string, string] | undefined {
  const at = all.lastIndexOf(connective);
  const before = all[at - 1];
  const after = all.slice(at + 1).find((word) => !["a", "an", "the", "my"].includes(word));
  return at > 0 && before && after ? [stem(before), stem(after)] : undefined;
}

function swapped(asked: Words, stored: Words): boolean {
  const one = fromTo(asked);
  const other = fromTo(stored);
  if (one && other)
    return one[0] !== other[0] && overlaps(one[0], other[1]) && overlaps(one[1], other[0]);
  if (!sameSet(asked.content, stored.content)) return reversedAround(asked, stored);
  if (asked.content.join(" ") === stored.content.join(" ")) return false;
  return reversedAround(asked, stored) || reversedEnds(asked, stored);
}

const overlaps = (one: string, other: string): boolean => {
  const words = new Set(other.split(" "));
  return one.split(" ").some((word) => word.length > 2 && words.has(word));
};

function reversedAround(asked: Words, stored: Words): boolean {
  return [...CONNECTIVES].some((connective) => {
    const one = around(asked, connective);
    const other = around(stored, connective);
    if (!one || !other) return false;
    const mine = [position(stored, one[0]), position(stored, one[1])] as const;
    const near = one[0] === other[1] && one[1] === other[0];
    return near || (one[1] === other[0] && mine[0] > mine[1] && mine[1] >= 0);
  });
}

const position = ({ all }: Words, word: string): number =>
  all.findIndex((each) => stem(each) === word);

/** The same words with first and last exchanged: `does Lambda call S3`, `does S3 call Lambda`. */
function reversedEnds(asked: Words, stored: Words): boolean {
  if (asked.content.length < 2 || asked.content.length !== stored.content.length) return false;
  if ([...asked.all, ...stored.all].some((word) => SYMMETRIC.has(word))) return false;
  const same = (word: string | undefined, other: string | undefined) =>
    word !== undefined && word === other;
  return (
    asked.content.length >= 3 &&
    same(asked.content[0], stored.content.at(-1)) &&
    same(asked.content.at(-1), stored.content[0])
  );
}

export const direction: Guard = {
  name: "direction",
  differs: (asked, stored) =>
    swapped(asked, stored) ? "The same things stand in the reverse order." : undefined,
};
