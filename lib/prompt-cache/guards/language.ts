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

/** The language of a prompt, as far as its script or its small words give it away. */
export const languageOf = onceFor(({ text, all }: Words): string | undefined => {
  const script = SCRIPTS.find(([, pattern]) => pattern.test(text))?.[0];
  if (script) return script;
  const words = all.flatMap((word) => word.split(/['’-]/));
  const scores = Object.entries(SMALL_WORDS)
    .map(([name, small]) => ({ name, hits: words.filter((word) => small.has(word)).length }))
    .sort((a, b) => b.hits - a.hits);
  const [best, next] = scores;
  return best && next && best.hits >= 2 && best.hits > next.hits ? best.name : undefined;
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
