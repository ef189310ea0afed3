import type { Guard } from "./guard";
import { languageOf } from "./language";
import { isNumber } from "./numbers";
import { stem } from "./stem";
import { areSynonyms, isGeneral } from "./synonyms";
import { leftover, onceFor, partsOf, type Words } from "./words";

/** Names that people also write without a capital. */
const GAZETTEER = new Set(
  `afghanistan argentina australia austria bangladesh belgium brazil bulgaria canada chile china
  colombia croatia cuba denmark egypt england estonia ethiopia finland france germany ghana greece
  hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan kenya korea
  kuwait latvia lebanon libya lithuania luxembourg malaysia mexico morocco nepal netherlands nigeria
  norway pakistan panama peru philippines poland portugal qatar romania russia scotland senegal serbia
  singapore slovakia slovenia spain sweden switzerland syria taiwan thailand tunisia turkey uganda
  ukraine uruguay venezuela vietnam wales yemen zambia zimbabwe
  american british chinese dutch english finnish french german greek hindi indian irish italian
  japanese korean latin polish portuguese russian spanish swedish turkish arabic
  london paris berlin madrid rome vienna tokyo beijing moscow cairo sydney chicago boston seattle
  january february march april june july august september october november december
  monday tuesday wednesday thursday friday saturday sunday
  mercury venus earth mars jupiter saturn uranus neptune pluto
  red green blue yellow orange purple black white brown pink
  python javascript typescript java kotlin swift ruby rust golang php perl scala haskell bash
  postgres postgresql mysql sqlite mongodb redis cassandra dynamodb oracle mariadb elasticsearch
  aws azure gcp google amazon microsoft apple facebook meta oracle ibm
  linux windows macos ubuntu debian fedora android ios
  docker kubernetes terraform ansible jenkins github gitlab bitbucket
  react angular vue svelte django flask rails spring laravel express
  bitcoin ethereum visa mastercard paypal`
    .split(/\s+/)
    .filter(Boolean),
);

/** Written with capitals, and no names. */
const NO_NAMES = new Set(
  `ok okay faq asap diy am pm i first second third fourth fifth sixth seventh eighth ninth tenth
  ii iii iv vi vii viii ix xi xii`.split(/\s+/),
);

/** In German every noun has a capital. */
const namesOf = onceFor((words: Words): string[] => {
  const german = languageOf(words) === "German";
  return words.all.filter(
    (word) =>
      !NO_NAMES.has(word) && ((!german && words.capitalised.has(word)) || GAZETTEER.has(word)),
  );
});

/** `ML` is there when `machine learning` is. */
function hasName(words: Words, name: string): boolean {
  const wanted = stem(name);
  if (words.stems.includes(wanted)) return true;
  if (spelledOut(partsOf(words), name)) return true;
  const joined = words.all.join("");
  return name.length > 3 && joined.includes(name.replace(/[^\p{L}\p{N}]/gu, ""));
}

function spelledOut(all: string[], acronym: string): boolean {
  const letters = acronym.replace(/s$/, "");
  if (!/^[a-z]{2,6}$/.test(letters)) return false;
  return (
    all.some((_word, at) => initials(all.slice(at, at + letters.length)) === letters) ||
    all.some(
      (_word, at) =>
        initials(
          all
            .slice(at)
            .filter((word) => !["of", "and", "the", "for"].includes(word))
            .slice(0, letters.length),
        ) === letters,
    )
  );
}

const initials = (all: string[]): string => all.map((word) => word[0]).join("");

/** Words of a name that is spelled out here and shortened there are no difference. */
function isShortenedThere(word: string, here: Words, there: Words): boolean {
  const parts = partsOf(here);
  return there.all.some((acronym) => {
    const letters = acronym.replace(/s$/, "");
    if (!/^[a-z]{2,6}$/.test(letters)) return false;
    return parts.some((_each, at) => {
      const span = parts.slice(at, at + letters.length);
      return initials(span) === letters && word.split("-").every((part) => span.includes(part));
    });
  });
}

/** Makers, whose things are also called without them: `AWS CodePipeline`. */
const MAKERS = new Set([
  "aws",
  "amazon",
  "google",
  "microsoft",
  "apple",
  "apache",
  "oracle",
  "adobe",
]);

const isMakerOfShared = (name: string, here: Words, there: Words): boolean =>
  MAKERS.has(name) && there.all.includes(here.all[here.all.indexOf(name) + 1] ?? "");

function missingName(here: Words, there: Words): string | undefined {
  return namesOf(here).find(
    (name) =>
      !hasName(there, name) &&
      !isShortenedThere(name, here, there) &&
      !isMakerOfShared(name, here, there),
  );
}

/**
 * The same sentence with one other thing in it: everything is equal but one or two words on each side
 * that are no synonyms (`What is machine learning?`, `What is deep learning?`).
 */
function substitution(asked: Words, stored: Words): [string, string] | undefined {
  const mine = leftover(asked.content, stored.content);
  const theirs = leftover(stored.content, asked.content);
  if (mine.length === 0 || theirs.length === 0 || mine.length > 2 || theirs.length > 2)
    return undefined;
  const shared = asked.content.length - mine.length;
  if (shared === 0 && !sameFrame(asked, stored)) return undefined;
  // The numbers guard has looked at those.
  const unmatched = mine.filter(
    (word) => !isNumber(word) && !theirs.some((other) => alike(word, other)),
  );
  const unmatchedThere = theirs.filter(
    (word) => !isNumber(word) && !mine.some((other) => alike(word, other)),
  );
  const exchanged =
    unmatched.length === 1 && unmatchedThere.length === 1 && sameFrame(asked, stored);
  const [one] = exchanged ? unmatched : unmatched.filter((word) => !isGeneral(word));
  const [other] = exchanged ? unmatchedThere : unmatchedThere.filter((word) => !isGeneral(word));
  if (!one || !other) return undefined;
  if (
    unmatched.every((word) => isShortened(word, asked, stored)) ||
    unmatchedThere.every((word) => isShortened(word, stored, asked))
  )
    return undefined;
  return [one, other];
}

const isShortened = (word: string, here: Words, there: Words): boolean =>
  partsOf(here).some(
    (each) =>
      stem(each) === word &&
      (isShortenedThere(each, here, there) || spelledOut(partsOf(there), each)),
  );

/** `pay` and `payment`, `tax` and `taxable`. */
const isGrownFrom = (long: string, short: string): boolean =>
  short.length >= 3 &&
  long.startsWith(short) &&
  /^(?:ment|er|or|ing|abl|ibl|ation|ion|al|anc|nes|ful|ity)$/.test(long.slice(short.length));

/** Equal, of one group, or one grown from the other (`deploy`, `deployment`). */
const alike = (one: string, other: string): boolean =>
  areSynonyms(one, other) ||
  isGrownFrom(one, other) ||
  isGrownFrom(other, one) ||
  (Math.min(one.length, other.length) >= 4 && (one.startsWith(other) || other.startsWith(one))) ||
  (/^\p{L}{6,}$/u.test(one) && /^\p{L}{6,}$/u.test(other) && one.slice(0, 5) === other.slice(0, 5));

/** Word for word the same but for the words that carry meaning. */
function sameFrame(asked: Words, stored: Words): boolean {
  const frame = ({ all, stems, content }: Words) =>
    all.filter((_word, at) => !content.includes(stems[at] as string)).join(" ");
  return frame(asked) === frame(stored);
}

export const names: Guard = {
  name: "names",
  differs: (asked, stored) => {
    const mine = missingName(asked, stored);
    const theirs = missingName(stored, asked);
    if (mine && theirs) return `The new prompt names “${mine}”, the stored one “${theirs}”.`;
    if (mine) return `The new prompt names “${mine}”, the stored one does not.`;
    if (theirs) return `The stored prompt names “${theirs}”, the new one does not.`;
    const pair = substitution(asked, stored);
    return pair && `The same question about another thing: “${pair[0]}” and “${pair[1]}”.`;
  },
};
