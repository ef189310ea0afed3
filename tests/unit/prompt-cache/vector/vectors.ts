/** Numbers that look random and are the same in each run (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A direction, evenly spread over the sphere. */
export function aDirection(dims: number, random: () => number): Float32Array {
  const vector = Float32Array.from(
    { length: dims },
    () => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random()),
  );
  return toUnit(vector);
}

export function toUnit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / length);
}

/** A direction that stands at about this cosine to `from`. */
export function near(from: Float32Array, cosine: number, random: () => number): Float32Array {
  const away = aDirection(from.length, random);
  const share = Math.sqrt(1 - cosine * cosine);
  return toUnit(from.map((value, dim) => cosine * value + share * (away[dim] ?? 0)));
}

/**
 * Vectors as text embeddings are: all share a direction, topics stand apart within it, questions of a
 * topic are close, some are paraphrases of each other.
 */
export function clustered(
  count: number,
  dims: number,
  random: () => number,
  { topics = Math.max(1, Math.round(count / 200)), within = 0.75, common = 0.5 } = {},
): Float32Array[] {
  const all = aDirection(dims, random);
  const centres = Array.from({ length: topics }, () => near(all, common, random));
  const vectors: Float32Array[] = [];
  for (let each = 0; each < count; each++) {
    const earlier = vectors[Math.floor(random() * vectors.length)];
    const centre = centres[each % topics] ?? all;
    const paraphrase = earlier && random() < 0.1;
    vectors.push(
      paraphrase ? near(earlier, 0.8 + random() * 0.19, random) : near(centre, within, random),
    );
  }
  return vectors;
}

/** What an index must agree with: a loop over everything, in 64 bits. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let dim = 0; dim < a.length; dim++) {
    const [x, y] = [a[dim] ?? 0, b[dim] ?? 0];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return dot / Math.sqrt(aa * bb);
}
