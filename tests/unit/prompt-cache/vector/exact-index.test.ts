import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Neighbour } from "../../../../server/prompt-cache/engine/contracts";
import { Arena } from "../../../../server/prompt-cache/vector/exact/arena";
import { ExactIndex } from "../../../../server/prompt-cache/vector/exact/exact-index";
import { makeKernel } from "../../../../server/prompt-cache/vector/exact/kernel";
import { Searcher } from "../../../../server/prompt-cache/vector/exact/nearest-rows";
import { aDirection, clustered, cosine, near, randomFrom } from "./vectors";

const NEVER = Number.MAX_SAFE_INTEGER;

const anIndex = (dims: number, simd = true) => {
  const arena = new Arena(makeKernel(simd));
  return new ExactIndex(arena, new Searcher(arena), dims);
};
const anEntry = (entryId: string, vector: Float32Array, contextKey = "c", expiresAt = NEVER) => ({
  entryId,
  contextKey,
  vector,
  expiresAt,
});

/** The entries of a context by a loop over all: best first, equal scores by id, as the index promises. */
function ranked(entries: ReturnType<typeof anEntry>[], contextKey: string, vector: Float32Array) {
  return entries
    .filter((entry) => entry.contextKey === contextKey)
    .map((entry) => ({ entryId: entry.entryId, score: cosine(entry.vector, vector) }))
    .sort((a, b) => b.score - a.score || (a.entryId < b.entryId ? -1 : 1));
}

const best = (all: Neighbour[], limit: number, atLeast: number) =>
  all.filter(({ score }) => score >= atLeast - 1e-9).slice(0, limit);

const DISTRIBUTIONS: Record<string, (dims: number, random: () => number) => Float32Array[]> = {
  "evenly spread": (dims, random) => Array.from({ length: 300 }, () => aDirection(dims, random)),
  topics: (dims, random) => clustered(600, dims, random),
  "one dense topic": (dims, random) =>
    clustered(300, dims, random, { topics: 1, within: 0.9, common: 0.5 }),
  "all but equal": (dims, random) => {
    const one = aDirection(dims, random);
    return Array.from({ length: 200 }, () => near(one, 0.999 + random() * 0.001, random));
  },
  ties: (dims, random) => {
    const some = Array.from({ length: 7 }, () => aDirection(dims, random));
    return Array.from({ length: 140 }, (_, at) => some[at % 7] ?? aDirection(dims, random));
  },
  "a few large values": (dims, random) =>
    Array.from({ length: 300 }, () =>
      aDirection(dims, random).map((value, dim) => (dim % 37 === 0 ? value * 40 : value)),
    ),
  "nothing in front": (dims, random) =>
    Array.from({ length: 200 }, () =>
      aDirection(dims, random).map((value, dim) => (dim < Math.floor(dims / 2) ? 0 : value)),
    ),
  "words: many zeros": (dims, random) =>
    Array.from({ length: 300 }, () => {
      const vector = new Float32Array(dims);
      for (let word = 0; word < 9; word++) vector[Math.floor(random() * dims)] = 1;
      return vector;
    }),
  "lengths far apart": (dims, random) =>
    Array.from({ length: 200 }, () => {
      const length = 10 ** (random() * 12 - 6);
      return aDirection(dims, random).map((value) => value * length);
    }),
};

describe.each(Object.entries(DISTRIBUTIONS))("exact neighbours: %s", (_, make) => {
  it.each([1, 7, 64, 256, 257, 384, 512, 1024, 1536])("in %i dimensions", (dims) => {
    const random = randomFrom(dims);
    const entries = make(dims, random).map((vector, at) => anEntry(`e${at}`, vector));
    const indexes = [anIndex(dims, true), anIndex(dims, false)];
    for (const index of indexes) for (const entry of entries) expect(index.add(entry)).toBe(true);
    for (let round = 0; round < 9; round++) {
      const some = entries[Math.floor(random() * entries.length)];
      if (!some) throw new Error("There are no entries.");
      const vector =
        round % 3 === 0 ? some.vector : near(some.vector, 0.7 + random() * 0.3, random);
      const all = ranked(entries, "c", vector);
      for (const atLeast of [-1, 0.8, 0.85, 0.9, 0.95, 0.99])
        for (const limit of [1, 5]) {
          const query = { contextKey: "c", vector, limit, atLeast };
          const expected = best(all, limit, atLeast);
          const [simd, plain] = indexes.map((index) => index.nearest(query, 0));
          expect(plain).toEqual(simd);
          expectSame(simd ?? [], expected, all);
        }
    }
  });
});

/** Scores closer than the rounding of 64-bit sums are equal: then either entry is right. */
function expectSame(found: Neighbour[], expected: Neighbour[], all: Neighbour[]) {
  expect(found).toHaveLength(expected.length);
  const scoreOf = new Map(all.map(({ entryId, score }) => [entryId, score]));
  for (const [at, { entryId, score }] of found.entries()) {
    expect(Math.abs(score - (expected[at]?.score ?? 9))).toBeLessThan(1e-9);
    expect(Math.abs(score - (scoreOf.get(entryId) ?? 9))).toBeLessThan(1e-9);
  }
  expect(new Set(found.map(({ entryId }) => entryId)).size).toBe(found.length);
}

describe("a changing index", () => {
  it("agrees with a list after any adding, removing, replacing and expiring", () => {
    const dims = 40;
    const random = randomFrom(3);
    const vectors = clustered(60, dims, random, { topics: 3 });
    const step = fc.record({
      kind: fc.constantFrom("add", "add", "add", "remove", "oldest", "trim"),
      id: fc.nat(199),
      vector: fc.nat(59),
      context: fc.nat(3),
      life: fc.integer({ min: 1, max: 300 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 300 }), (steps) => {
        const index = anIndex(dims);
        const list = new Map<string, ReturnType<typeof anEntry>>();
        for (const [now, { kind, id, vector, context, life }] of steps.entries()) {
          const entryId = `e${id}`;
          const entry = anEntry(
            entryId,
            vectors[vector] ?? new Float32Array(dims),
            `c${context}`,
            now + life,
          );
          if (kind === "add") {
            index.add(entry);
            list.delete(entryId);
            list.set(entryId, entry);
          } else if (kind === "remove") expect(index.remove(entryId)).toBe(list.delete(entryId));
          else if (kind === "oldest") {
            expect(index.removeOldest()).toBe(list.size > 0);
            for (const first of [...list.keys()].slice(0, 1)) list.delete(first);
          } else {
            index.trim(now);
            for (const each of list.values()) if (each.expiresAt <= now) list.delete(each.entryId);
          }
        }
        expect(index.size).toBe(list.size);
        expect([...index.ids()]).toEqual([...list.keys()]);
        for (let context = 0; context < 4; context++) {
          const query = {
            contextKey: `c${context}`,
            vector: vectors[context] ?? new Float32Array(dims),
            limit: 5,
            atLeast: 0.2,
          };
          const living = [...list.values()].filter(({ expiresAt }) => expiresAt > steps.length);
          const found = index.nearest(query, steps.length);
          const all = ranked(living, query.contextKey, query.vector);
          expectSame(found, best(all, query.limit, query.atLeast), all);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("forgets an expired neighbour, which hides no living one", () => {
    const random = randomFrom(5);
    const one = aDirection(384, random);
    const index = anIndex(384);
    index.add(anEntry("expired", one, "c", 1_000));
    index.add(anEntry("living", near(one, 0.93, random)));
    const found = index.nearest({ contextKey: "c", vector: one, limit: 1, atLeast: 0.9 }, 1_000);
    expect(found.map(({ entryId }) => entryId)).toEqual(["living"]);
    expect(index.size).toBe(1);
  });

  it("gives its memory back, and takes it again", () => {
    const random = randomFrom(6);
    const vectors = Array.from({ length: 500 }, () => aDirection(512, random));
    const index = anIndex(512);
    const fill = () => {
      for (const [at, vector] of vectors.entries()) index.add(anEntry(`e${at}`, vector));
    };
    fill();
    const full = index.bytes;
    for (let at = 0; at < 490; at++) index.remove(`e${at}`);
    expect(index.bytes).toBeLessThan(full / 3);
    index.clear();
    fill();
    expect(index.bytes).toBe(full);
    const [vector] = vectors;
    const query = {
      contextKey: "c",
      vector: vector ?? new Float32Array(512),
      limit: 1,
      atLeast: 0,
    };
    expect(index.nearest(query, 0)).toEqual([{ entryId: "e0", score: 1 }]);
  });
});

describe("what has no neighbours", () => {
  it("takes no vector without a direction", () => {
    const index = anIndex(8);
    expect(index.add(anEntry("zero", new Float32Array(8)))).toBe(false);
    expect(index.add(anEntry("nan", new Float32Array(8).fill(Number.NaN)))).toBe(false);
    expect(index.add(anEntry("endless", new Float32Array(8).fill(1 / 0)))).toBe(false);
    expect(index.size).toBe(0);
  });

  it("finds nothing for a vector without a direction, in another context, or with no limit", () => {
    const index = anIndex(8);
    const vector = new Float32Array(8).fill(1);
    index.add(anEntry("e", vector));
    const query = { contextKey: "c", vector, limit: 1, atLeast: -1 };
    expect(index.nearest(query, 0)).toHaveLength(1);
    expect(index.nearest({ ...query, vector: new Float32Array(8) }, 0)).toEqual([]);
    expect(index.nearest({ ...query, contextKey: "d" }, 0)).toEqual([]);
    expect(index.nearest({ ...query, limit: 0 }, 0)).toEqual([]);
  });

  it("refuses other dimensions in a sentence", () => {
    const index = anIndex(8);
    const wrong = anEntry("e", new Float32Array(9).fill(1));
    expect(() => index.add(wrong)).toThrow("A vector of 9 numbers does not fit an index of 8.");
  });
});
