/** What everybody writes first: the cosine to every vector, all of unit length, in one loop. Best scores first. */
export function plainLoop(
  vectors: readonly Float32Array[],
  asked: Float32Array,
  limit: number,
  atLeast: number,
): number[] {
  const best: number[] = [];
  for (const vector of vectors) {
    let dot = 0;
    for (let dim = 0; dim < asked.length; dim++) dot += (vector[dim] ?? 0) * (asked[dim] ?? 0);
    if (dot < atLeast || (best.length === limit && dot <= (best[limit - 1] ?? 0))) continue;
    let at = best.length;
    while (at > 0 && (best[at - 1] ?? 0) < dot) at--;
    best.splice(at, 0, dot);
    if (best.length > limit) best.pop();
  }
  return best;
}
