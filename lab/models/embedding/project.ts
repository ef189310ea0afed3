/** How many places of the vector one feature touches: more costs time, fewer makes vectors sparse. */
const PLACES = 32;

/** Named features with their weights. */
export type Features = Map<string, number>;

/**
 * Adds a group of features to a vector by signed feature hashing. The group as a whole gets the length
 * `share ** 0.5`, so that two texts' cosine is the sum of their groups' cosines times their shares.
 */
export function project(
  into: Float32Array,
  group: string,
  features: Features,
  share: number,
): void {
  let squares = 0;
  for (const weight of features.values()) squares += weight * weight;
  if (squares === 0) return;
  const scale = Math.sqrt(share / squares / PLACES);
  for (const [name, weight] of features) {
    let state = hash(name, hash(group, 0x811c9dc5)) || 1;
    const step = weight * scale;
    for (let place = 0; place < PLACES; place++) {
      // xorshift32: the same places for the same feature, everywhere and for ever.
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const index = (state >>> 1) % into.length;
      into[index] = (into[index] as number) + (state & 1 ? step : -step);
    }
  }
}

/** Scales a vector in place to length 1 and gives it back; one without length stays as it is. */
export function toUnitLength(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return vector;
  const scale = 1 / Math.sqrt(squares);
  for (let index = 0; index < vector.length; index++) {
    vector[index] = (vector[index] as number) * scale;
  }
  return vector;
}

/** FNV-1a over UTF-16 units with a final mix: neighbouring names must not share places. */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
