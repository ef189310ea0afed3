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
const FUNCTION_WORDS: Record<string, Set<string>> = {
  English: new Set(
    "the is are what how of to and in do does i my for can you with why a when where it this that be on".split(
      " ",
    ),
  ),
  German: new Set(
    "der die das ist sind was wie von und ich mein für kann mit warum ein eine wenn wo es nicht zu den im auf wird".split(
      " ",
    ),
  ),
  French: new Set(
    "le la les est sont que quoi comment de et je mon ma pour avec pourquoi un une quand où il ne pas des du qu quelle quel".split(
      " ",
    ),
  ),
  Spanish: new Set(
    "el la los las es son qué que cómo como de y yo mi para con por un una cuando cuándo donde dónde no del al cuál".split(
      " ",
    ),
  ),
  Italian: new Set(
    "il lo la gli è sono che cosa come di e io mio per con perché un una quando dove non del della qual".split(
      " ",
    ),
  ),
  Portuguese: new Set(
    "o a os as é são que como de e eu meu para com por um uma quando onde não do da qual".split(
      " ",
    ),
  ),
  Dutch: new Set(
    "de het een is zijn wat hoe van en ik mijn voor kan met waarom wanneer waar niet op in te".split(
      " ",
    ),
  ),
};

/** The language of a prompt, as far as its script or its small words give it away. */
export const languageOf = onceFor(({ text, all }: Words): string | undefined => {
  const script = SCRIPTS.find(([, pattern]) => pattern.test(text))?.[0];
  if (script) return script;
  const scores = Object.entries(FUNCTION_WORDS)
    .map(([name, small]) => ({ name, hits: all.filter((word) => small.has(word)).length }))
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
