import { askedFor } from "./embedding/asked-for.ts";
import { ACRONYMS, COMMON_WORDS, POLARITY, STOP_WORDS, SYNONYMS } from "./embedding/lexicon.ts";
import { type Features, project, toUnitLength } from "./embedding/project.ts";
import { stem } from "./embedding/stem.ts";
import { tokens } from "./embedding/tokens.ts";

/** What each group of features is worth in a cosine; the sum is 1. */
const SHARES = { stems: 0.68, pairs: 0.08, grams: 0.09, asked: 0.1, surface: 0.05 };

/**
 * The embedding `lab.embed-v1`: a lexical stand-in for a learned one. Texts stand close when they share
 * stems (acronyms written out, synonyms joined, stop words out), neighbouring pairs, character n-grams
 * and the kind of answer wanted; the bare words count a little, so that only the same words give 1.
 * Pure and deterministic. Length 1, or all zeros for a blank text.
 */
export function embedText(text: string, dimensions = 1024): Float32Array {
  const found = tokens(text);
  // Signs alone are their own words.
  const words = found.length > 0 ? found : [...text.slice(0, 100)].filter((sign) => sign.trim());
  const vector = new Float32Array(dimensions);
  if (words.length === 0) return vector;
  const concepts = conceptsOf(words);
  project(vector, "stem", stems(concepts), SHARES.stems);
  project(vector, "pair", pairs(concepts), SHARES.pairs);
  project(vector, "gram", grams(concepts), SHARES.grams);
  project(vector, "asked", new Map([[askedFor(text), 1]]), SHARES.asked);
  project(vector, "surface", count(words), SHARES.surface);
  return toUnitLength(vector);
}

/** The stems of the words that carry a text's subject, in order. */
export const conceptStems = (text: string): string[] =>
  conceptsOf(tokens(text)).map((concept) => concept.stem);

interface Concept {
  stem: string;
  weight: number;
}

/** The words that carry the subject, as stems. A text of stop words only keeps them. */
function conceptsOf(words: string[]): Concept[] {
  const full = words.flatMap((word) =>
    Object.hasOwn(ACRONYMS, word) ? (ACRONYMS[word] as string).split(" ") : [word],
  );
  const content = full.filter((word) => POLARITY.has(word) || !STOP_WORDS.has(word));
  return (content.length > 0 ? content : full).map((word) => ({
    stem: stem(SYNONYMS.get(word) ?? SYNONYMS.get(singular(word)) ?? word),
    weight: weightOf(word),
  }));
}

const singular = (word: string) => (/[^su]s$/.test(word) ? word.slice(0, -1) : word);

/** Numbers and identifiers tell more than words, the commonest words less. */
function weightOf(word: string): number {
  if (COMMON_WORDS.has(word)) return 0.45;
  return /\d/.test(word) ? 1.3 : 1;
}

function stems(concepts: Concept[]): Features {
  const found: Features = new Map();
  for (const { stem, weight } of concepts) {
    const before = found.get(stem);
    // A word said again adds less each time.
    found.set(stem, before === undefined ? weight : before + weight * 0.3);
  }
  return found;
}

/** Neighbours in order; a single concept is its own pair, so that this group is never empty. */
function pairs(concepts: Concept[]): Features {
  const names = concepts.map((concept) => concept.stem);
  if (names.length === 1) return count(names);
  return count(names.slice(1).map((name, index) => `${names[index]} ${name}`));
}

/** Character trigrams with the stem's edges: what a typing error leaves alone. */
function grams(concepts: Concept[]): Features {
  const found: string[] = [];
  for (const { stem } of concepts) {
    const padded = `^${stem}$`;
    for (let at = 0; at + 3 <= padded.length; at++) found.push(padded.slice(at, at + 3));
    if (padded.length < 3) found.push(padded);
  }
  return count(found);
}

function count(names: string[]): Features {
  const found: Features = new Map();
  for (const name of names) found.set(name, (found.get(name) ?? 0) + 1);
  for (const [name, times] of found) found.set(name, Math.sqrt(times));
  return found;
}
