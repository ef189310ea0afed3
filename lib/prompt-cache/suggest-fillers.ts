import { EDGE_PHRASES, FILLER_PHRASES } from "./filler-phrases";
import type { FillerPhrase } from "./tuning";

/** Words of politeness and framing: a phrase of nothing else says nothing about its subject. */
const EMPTY = new Set(
  `i i'm i'd i've im id we we're you you're your me us it it's its is am are was were be been would could
  can will shall should may might do does did have has had a an the to of for in on at if so just really
  very quite simply actually basically kindly please hello hi hey dear thanks thank appreciate appreciated
  grateful wondering wonder hoping hope like want wanted need needed love know help helping tell ask asking
  question quick moment chance time possible possibly perhaps maybe kind enough trouble mind bit little
  some great good nice much many lot advance assistant ai bot there here that this with about as and or but
  please. let give get understand figure out find team all everyone guys sir madam today again regards best
  sincerely cheers doing well going fine feel free go ahead make sure try`
    .split(/\s+/)
    .filter(Boolean),
);
const SUBJECTS = new Set([
  "it",
  "this",
  "that",
  "and",
  "or",
  "but",
  "the",
  "a",
  "an",
  "of",
  "in",
  "on",
  "at",
]);

/**
 * Phrases of two to eight words that open or close many prompts of real misses and are made of
 * politeness only, most tokens first. Built-in phrases and `known` ones are left out.
 * `tokens` is an estimate by `count`, over all prompts that contain the phrase.
 */
export function suggestFillers(
  prompts: readonly string[],
  options: { known: readonly string[]; count: (text: string) => number; atLeast?: number },
): FillerPhrase[] {
  const atLeast = options.atLeast ?? 3;
  const known = [...FILLER_PHRASES, ...EDGE_PHRASES, ...options.known].map((each) =>
    each.toLowerCase(),
  );
  const seen = new Map<string, Set<number>>();
  prompts.forEach((prompt, index) => {
    for (const phrase of phrasesOf(prompt)) {
      const where = seen.get(phrase) ?? new Set<number>();
      seen.set(phrase, where.add(index));
    }
  });
  const frequent = [...seen].filter(
    ([phrase, where]) =>
      where.size >= atLeast &&
      !known.some((each) => phrase.includes(each) || each.includes(phrase)),
  );
  return frequent
    .filter(([phrase, where]) => !isPartOfLonger(phrase, where.size, frequent))
    .map(([phrase, where]) => ({
      phrase,
      count: where.size,
      tokens: where.size * options.count(` ${phrase}`),
      origin: "suggested" as const,
    }))
    .sort((one, other) => other.tokens - one.tokens)
    .slice(0, 30);
}

/** A longer phrase in nearly as many prompts says more. */
const isPartOfLonger = (
  phrase: string,
  count: number,
  all: readonly (readonly [string, Set<number>])[],
): boolean =>
  all.some(
    ([other, where]) =>
      other.length > phrase.length &&
      ` ${other} `.includes(` ${phrase} `) &&
      where.size >= count * 0.7,
  );

/** How many prompts contain each phrase and what taking it out saves, for lists that are in use. */
export function countFillers(
  prompts: readonly string[],
  phrases: readonly { phrase: string; origin: "built-in" | "namespace" }[],
  count: (text: string) => number,
): FillerPhrase[] {
  const lower = prompts.map(
    (prompt) => ` ${prompt.toLowerCase().replace(/[^\p{L}\p{N}'’]+/gu, " ")} `,
  );
  return phrases
    .map(({ phrase, origin }) => {
      const wanted = ` ${phrase.toLowerCase()} `;
      const hits = lower.filter((prompt) => prompt.includes(wanted)).length;
      return { phrase, origin, count: hits, tokens: hits * count(` ${phrase}`) };
    })
    .sort((one, other) => other.tokens - one.tokens || one.phrase.localeCompare(other.phrase));
}

/** Empty beginnings and ends of each sentence, every length from two words up. */
function phrasesOf(prompt: string): Set<string> {
  const found = new Set<string>();
  for (const sentence of prompt.toLowerCase().split(/[.!?\n,;:]+/)) {
    const words = sentence.match(/[\p{L}\p{N}'’-]+/gu) ?? [];
    addRun(found, leading(words), true);
    addRun(found, leading([...words].reverse()).reverse(), false);
  }
  return found;
}

function addRun(found: Set<string>, run: string[], fromStart: boolean): void {
  for (let length = 2; length <= Math.min(run.length, 8); length += 1) {
    const words = fromStart ? run.slice(0, length) : run.slice(-length);
    // A phrase that ends in the middle of what follows would leave half a sentence.
    if (!SUBJECTS.has(words.at(-1) ?? "")) found.add(words.join(" "));
  }
}

function leading(words: string[]): string[] {
  const end = words.findIndex((word) => !EMPTY.has(word.replace(/’/g, "'")));
  return end < 0 ? words : words.slice(0, end);
}
