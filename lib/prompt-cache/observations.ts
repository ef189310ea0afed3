import type { CacheOutcome } from "./outcome";

/** One prompt of a guided run, and what should come of it. */
export interface Observation {
  id: string;
  prompt: string;
  expected: CacheOutcome;
  /** What it shows, one sentence. */
  shows: string;
}

/**
 * Five observations on one question, in their order, and a verbose new one. Whether the fifth is a hit
 * is the embedder's word: it asks the same in more words, so the sixth shows compression for certain.
 */
export const OBSERVATIONS: readonly Observation[] = [
  {
    id: "first",
    prompt: "What is machine learning?",
    expected: "miss",
    shows: "Asked for the first time: the model answers, and the answer is stored.",
  },
  {
    id: "again",
    prompt: "What is machine learning?",
    expected: "hash_hit",
    shows: "Asked again: one look-up in Redis, no embedding, no model.",
  },
  {
    id: "blanks",
    prompt: " What is   MACHINE LEARNING? ",
    expected: "hash_hit",
    shows: "Blanks do not count; case does only where the namespace says so.",
  },
  {
    id: "paraphrase",
    prompt: "How would you define machine learning?",
    expected: "semantic_hit",
    shows: "Other words for the same question: found by its meaning.",
  },
  {
    id: "polite",
    prompt: "Could you please explain what machine learning is?",
    expected: "semantic_hit",
    shows: "Wrapped in politeness it still asks the same.",
  },
  {
    id: "wordy",
    prompt:
      "Hello, I was wondering if you could please explain to me when a Bloom filter pays off? Thanks in advance!",
    expected: "miss",
    shows: "New and wordy: sent to the model without its filler.",
  },
];
