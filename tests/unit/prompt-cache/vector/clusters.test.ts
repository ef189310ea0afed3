import { describe, expect, it } from "vitest";
import { Arena } from "../../../../server/prompt-cache/vector/exact/arena";
import { Contexts } from "../../../../server/prompt-cache/vector/exact/contexts";
import { ExactIndex } from "../../../../server/prompt-cache/vector/exact/exact-index";
import { Searcher } from "../../../../server/prompt-cache/vector/exact/nearest-rows";
import { Rows } from "../../../../server/prompt-cache/vector/exact/rows";
import { aDirection, clustered, cosine, near, randomFrom } from "./vectors";

const DIMS = 48;
const NEVER = Number.MAX_SAFE_INTEGER;
const LEVELS = [-1, 0, 0.5, 0.8, 0.9, 0.97];

const opposite = (vector: Float32Array) => vector.map((value) => -value);
const SETS: Record<string, (count: number, random: () => number) => Float32Array[]> = {
  "evenly spread": (count, random) => Array.from({ length: count }, () => aDirection(DIMS, random)),
  topics: (count, random) => clustered(count, DIMS, random, { topics: 12 }),
  "one dense topic": (count, random) =>
    clustered(count, DIMS, random, { topics: 1, within: 0.97, common: 0.5 }),
  "all equal": (count, random) => {
    const one = aDirection(DIMS, random);
    return Array.from({ length: count }, () => one);
  },
  "opposites, without a middle": (count, random) => {
    const some = Array.from({ length: count / 2 }, () => aDirection(DIMS, random));
    return some.flatMap((vector) => [vector, opposite(vector)]);
  },
  "lengths far apart": (count, random) =>
    clustered(count, DIMS, random, { topics: 5 }).map((vector) => {
      const length = 10 ** (random() * 12 - 6);
      return vector.map((value) => value * length);
    }),
};

const anIndex = () => {
  const arena = new Arena();
  return new ExactIndex(arena, new Searcher(arena), DIMS);
};

/** Scores of the best, by a loop over all. */
function expectBest(index: ExactIndex, list: Map<string, Float32Array>, vector: Float32Array) {
  const scores = new Map([...list].map(([id, each]) => [id, cosine(each, vector)]));
  const best = [...scores.values()].sort((a, b) => b - a);
  for (const atLeast of LEVELS)
    for (const limit of [1, 5]) {
      const expected = best.slice(0, limit).filter((score) => score >= atLeast);
      const found = index.nearest({ contextKey: "c", vector, limit, atLeast }, 0);
      expect(found.length, `from ${atLeast}`).toBe(expected.length);
      for (const [at, { entryId, score }] of found.entries()) {
        expect(Math.abs(score - (expected[at] ?? 9))).toBeLessThan(1e-9);
        expect(Math.abs(score - (scores.get(entryId) ?? 9))).toBeLessThan(1e-9);
      }
    }
}

describe.each(Object.entries(SETS))("a context of many: %s", (_, make) => {
  it("misses no neighbour", () => {
    const random = randomFrom(5);
    const index = anIndex();
    const list = new Map(make(2_000, random).map((vector, at) => [`e${at}`, vector]));
    for (const [entryId, vector] of list)
      index.add({ entryId, vector, contextKey: "c", expiresAt: NEVER });
    const all = [...list.values()];
    for (let round = 0; round < 12; round++) {
      const some = all[Math.floor(random() * all.length)] ?? aDirection(DIMS, random);
      expectBest(index, list, round % 3 === 0 ? some : near(some, 0.7 + random() * 0.3, random));
    }
    expectBest(index, list, aDirection(DIMS, random));
  });
});

it("misses none after any adding, replacing and removing, down to the last", () => {
  const random = randomFrom(11);
  const index = anIndex();
  const vectors = clustered(900, DIMS, random, { topics: 9 });
  const list = new Map<string, Float32Array>();
  const any = <T>(of: T[]): T => of[Math.floor(random() * of.length)] as T;
  const remove = (entryId: string) => {
    index.remove(entryId);
    list.delete(entryId);
  };
  // It grows past where it is clustered, shrinks below, and so on.
  for (let step = 0; step < 9_000; step++) {
    const shrinks = Math.floor(step / 1_500) % 2 === 1;
    if (random() < (shrinks ? 0.75 : 0.2) && list.size > 0) remove(any([...list.keys()]));
    else {
      const [entryId, vector] = [`e${Math.floor(random() * 1_200)}`, any(vectors)];
      list.set(entryId, vector);
      index.add({ entryId, vector, contextKey: "c", expiresAt: NEVER });
    }
    if (step % 450 === 449) expectBest(index, list, near(any(vectors), 0.93, random));
  }
  for (const entryId of [...list.keys()]) {
    remove(entryId);
    if (list.size % 60 === 1) expectBest(index, list, any([...list.values()]));
  }
  expect(index.size).toBe(0);
  expect(
    index.nearest({ contextKey: "c", vector: any(vectors), limit: 5, atLeast: -1 }, 0),
  ).toEqual([]);
});

it("reads few of what lies in topics, and all in order where most may be near", () => {
  const random = randomFrom(2);
  const arena = new Arena();
  const rows = new Rows(arena, 256);
  const searcher = new Searcher(arena);
  const contexts = new Contexts(arena, searcher, rows);
  const vectors = clustered(5_000, 256, random, { topics: 50, common: 0.3, within: 0.8 });
  for (const vector of vectors) contexts.put(rows.append(vector, NEVER) ?? -1, "c");
  const read = (atLeast: number): number => {
    const query = searcher.write(rows.shape, near(vectors[77] ?? new Float32Array(), 0.95, random));
    if (!query) throw new Error("The question has no direction.");
    return contexts.gather("c", query, atLeast)?.count ?? 0;
  };
  expect(read(0.9)).toBeGreaterThan(0);
  expect(read(0.9)).toBeLessThan(vectors.length / 10);
  expect(read(0)).toBe(vectors.length);
});

it("gives the memory of clusters back", () => {
  const random = randomFrom(8);
  const vectors = clustered(2_000, DIMS, random, { topics: 10 });
  const arena = new Arena();
  const index = new ExactIndex(arena, new Searcher(arena), DIMS);
  const fill = () => {
    for (const [at, vector] of vectors.entries())
      index.add({ entryId: `e${at}`, vector, contextKey: "c", expiresAt: NEVER });
  };
  fill();
  const first = arena.kernel.buffer().byteLength;
  for (let round = 0; round < 5; round++) {
    if (round % 2) index.clear();
    else while (index.removeOldest());
    fill();
  }
  expect(arena.kernel.buffer().byteLength).toBeLessThan(first * 1.5);
});
