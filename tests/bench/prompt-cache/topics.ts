import { aDirection, randomFrom, toUnit } from "../../unit/prompt-cache/vector/vectors.ts";

/** How vectors of prompts lie to each other, by cosine. */
export interface Spread {
  /** Prompts per topic. */
  perTopic: number;
  /** Of a topic's middle to what all have in common, and of a prompt to its topic's middle. */
  common: number;
  within: number;
  /** Share of prompts that paraphrase an earlier one, at 0.85 to 0.99. */
  paraphrases: number;
}

/** As embeddings of questions to one application lie: strangers at 0.15, a topic's prompts at 0.6 to each other. */
export const TOPICS: Spread = { perTopic: 200, common: 0.5, within: 0.77, paraphrases: 0.1 };

/** Makes many vectors fast: noise is cut from one long ribbon of it, so the same seed gives the same. */
export function prompts(dims: number, seed: number, spread: Spread) {
  const random = randomFrom(seed);
  const ribbon = aDirection(1 << 20, random).map((value) => value * 1_024);
  const beside = (from: Float32Array, cosine: number): Float32Array => {
    const start = Math.floor(random() * (ribbon.length - dims));
    const noise = Math.sqrt((1 - cosine * cosine) / dims);
    const vector = new Float32Array(dims);
    for (let dim = 0; dim < dims; dim++)
      vector[dim] = cosine * (from[dim] ?? 0) + noise * (ribbon[start + dim] ?? 0);
    return toUnit(vector);
  };
  const common = aDirection(dims, random);
  const topics: Float32Array[] = [];
  const all: Float32Array[] = [];
  const topicOf = (): Float32Array => {
    const at = Math.floor(random() * Math.max(1, all.length / spread.perTopic));
    topics[at] ??= beside(common, spread.common);
    return topics[at];
  };
  const anEarlier = () => all[Math.floor(random() * all.length)] ?? common;
  const next = (): Float32Array =>
    all.length > 0 && random() < spread.paraphrases
      ? beside(anEarlier(), 0.85 + random() * 0.14)
      : beside(topicOf(), spread.within);
  return {
    /** Grows the set to so many. */
    upTo(count: number): Float32Array[] {
      while (all.length < count) all.push(next());
      return all.slice(0, count);
    },
    /** Half are paraphrases of something stored, half new questions of a topic. */
    questions: (count: number): Float32Array[] =>
      Array.from({ length: count }, (_, at) =>
        at % 2 === 0
          ? beside(anEarlier(), 0.86 + random() * 0.13)
          : beside(topicOf(), spread.within),
      ),
  };
}
