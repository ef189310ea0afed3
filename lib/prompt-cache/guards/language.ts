import type { Guard } from "./guard";
import { onceFor, type Words } from "./words";

const SCRIPTS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["Japanese", /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ["Korean", /\p{Script=Hangul}/u],
  ["Chinese", /\p{Script=Han}/u],
  ["Cyrillic script", /\p{Script=Cyrillic}/u],
  ["Arabic script", /\p{Script=Arabic}/u],
  ["Hebrew", /\p{Script=Hebrew}/u],
  ["Greek", /\p{Script=Greek}{3,}/u],
  ["Devanagari script", /\p{Script=Devanagari}/u],
  ["Thai", /\p{Script=Thai}/u],
];
const SMALL_WORDS: Record<string, Set<string>> = {
  English: new Set(
    "the is are was what how of to and in do does did i my for can you with why a an when where who which it this that be on or not has have if there".split(
      " ",
    ),
  ),
  German: new Set(
    "der die das ist sind was wie von und ich mein meine für kann mit warum ein eine einen einer wenn wo wer es nicht zu zum zur den dem im auf wird wurde man sie wann welche welcher hat haben viele in bei mit".split(
      " ",
    ),
  ),
  French: new Set(
    "le la l les est sont que qui quoi comment de d et je j mon ma pour avec pourquoi un une quand où il on ne pas des du qu quelle quel quels quelles en au aux sur puis dans ce c cela".split(
      " ",
    ),
  ),
  Spanish: new Set(
    "el la los las es son qué que quién cómo como de y yo mi para con por un una cuando cuándo dónde donde no del al cuál cuáles puedo se su en hay".split(
      " ",
    ),
  ),
  Italian: new Set(
    "il lo la l gli i è sono che chi cosa come di e io mio mia per con perché un una quando dove non del della qual quale si posso nel".split(
      " ",
    ),
  ),
  Portuguese: new Set(
    "o a os as é são que quem como de e eu meu minha para com por um uma quando onde não do da dos das qual posso se no na".split(
      " ",
    ),
  ),
  Dutch: new Set(
    "de het een is zijn wat hoe van en ik mijn voor kan met waarom wanneer waar wie niet op in te je".split(
      " ",
    ),
  ),
};

const NAMES = Object.keys(SMALL_WORDS);
/** Small word → the languages that have it, by their place. */
const LANGUAGES_OF = new Map<string, number[]>();
for (const [at, words] of Object.values(SMALL_WORDS).entries())
  for (const word of words) LANGUAGES_OF.set(word, [...(LANGUAGES_OF.get(word) ?? []), at]);

const NONE: readonly number[] = [];
const APART = /['’-]/;

/** Behind the Latin letters; every script that is told by its letters stands there. */
const BEYOND_LATIN = /[^\0-\u02ff]/;

/** The language of a prompt, as far as its script or its small words give it away. */
export const languageOf = onceFor(({ text, all }: Words): string | undefined => {
  if (BEYOND_LATIN.test(text)) {
    const script = SCRIPTS.find(([, pattern]) => pattern.test(text))?.[0];
    if (script) return script;
  }
  const hits = NAMES.map(() => 0);
  for (const word of all)
    for (const part of APART.test(word) ? word.split(APART) : [word])
      for (const at of LANGUAGES_OF.get(part) ?? NONE) hits[at] = (hits[at] ?? 0) + 1;
  const most = Math.max(...hits);
  const alone = hits.indexOf(most) === hits.lastIndexOf(most);
  return most >= 2 && alone ? NAMES[hits.indexOf(most)] : undefined;
});

export const language: Guard = {
  name: "language",
  differs: (asked, stored) => {
    const one = languageOf(asked);
    const other = languageOf(stored);
    return one && other && one !== other
      ? `The prompts are in different languages: ${one} and ${other}.`
      : undefined;
  },
};
