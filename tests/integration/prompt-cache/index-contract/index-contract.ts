import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Namespace } from "../../../../lib/prompt-cache/namespace";
import type {
  Embedder,
  IndexedEntry,
  VectorIndex,
} from "../../../../server/prompt-cache/engine/contracts";
import { createIndexes } from "../../../../server/prompt-cache/vector/create-indexes";
import type { Indexes } from "../../../../server/prompt-cache/vector/indexes";
import { waitFor } from "../../../fixtures/wait-for";
import {
  aDirection,
  clustered,
  cosine,
  near,
  randomFrom,
} from "../../../unit/prompt-cache/vector/vectors";
import {
  aContext,
  aNamespace,
  anEmbedder,
  anEntry,
  aStore,
  indexRedis,
  type Store,
} from "./a-store";

/** Dimensions that every embedder of the contract has: one index on a server that allows few. */
const DIMS = 256;
const embedder = anEmbedder(DIMS);

/**
 * What every kind of index promises. The server's is approximate and may learn of entries a moment
 * later, so recall has a floor (`recall`) and each look waits for its finding.
 */
export function itKeepsTheIndexContract(
  kind: "process" | "server",
  url: () => string,
  recall: number,
) {
  let store: Store;
  let redis: ReturnType<typeof indexRedis>;
  let indexes: Indexes;
  const random = randomFrom(21);

  beforeAll(async () => {
    store = aStore(url());
    redis = indexRedis(url());
    await waitFor("the connection for commands", () => redis.commands().status === "ready");
    indexes = createIndexes({ redis });
  });
  afterAll(async () => {
    await indexes?.close();
    redis?.end();
    store?.close();
  });

  /** A namespace of its own with entries, and its index of the kind. */
  async function anIndex(entries: IndexedEntry[] = [], namespace = aNamespace(kind)) {
    await store.write(namespace, embedder, entries);
    const index = await waitFor(`an index of the kind "${kind}"`, async () => {
      const found = await indexes.indexOf(namespace, embedder);
      const stats = indexes.stats().find((each) => each.namespace === namespace.name);
      return stats?.kind === kind && found;
    });
    return { namespace, index };
  }
  const idsOf = async (index: VectorIndex, contextKey: string, vector: Float32Array, more = {}) =>
    (await index.nearest({ contextKey, vector, limit: 5, atLeast: 0.9, ...more })).map(
      ({ entryId }) => entryId,
    );
  const add = async (
    namespace: Namespace,
    index: VectorIndex,
    entry: IndexedEntry,
    by: Embedder = embedder,
  ) => {
    await store.write(namespace, by, [entry]);
    await index.add(entry);
  };

  describe(`a ${kind} index`, () => {
    it("finds what was stored before and what is added, best first, with true scores", async () => {
      const context = aContext();
      const asked = aDirection(DIMS, random);
      const [close, closer, far] = [0.93, 0.97, 0.6].map((at) =>
        anEntry(near(asked, at, random), context),
      );
      if (!close || !closer || !far) throw new Error("There are three.");
      const { namespace, index } = await anIndex([close, far]);
      await add(namespace, index, closer);
      const found = await waitFor("both neighbours", async () => {
        const now = await index.nearest({
          contextKey: context,
          vector: asked,
          limit: 5,
          atLeast: 0.9,
        });
        return now.length === 2 && now;
      });
      expect(found.map(({ entryId }) => entryId)).toEqual([closer.entryId, close.entryId]);
      expect(found[0]?.score).toBeCloseTo(cosine(closer.vector, asked), 4);
      expect(found[1]?.score).toBeCloseTo(cosine(close.vector, asked), 4);
      expect(await idsOf(index, context, asked, { limit: 1 })).toEqual([closer.entryId]);
      expect(await idsOf(index, context, asked, { atLeast: 0.95 })).toEqual([closer.entryId]);
      expect(await idsOf(index, context, asked, { atLeast: 0.985 })).toEqual([]);
    });

    it("reads its own write", async () => {
      const { namespace, index } = await anIndex();
      const entry = anEntry(aDirection(DIMS, random), aContext());
      await add(namespace, index, entry);
      expect(await idsOf(index, entry.contextKey, entry.vector)).toEqual([entry.entryId]);
    });

    it("keeps contexts, namespaces and generations apart", async () => {
      const vector = aDirection(DIMS, random);
      const [context, otherContext] = [aContext(), aContext()];
      const entry = anEntry(vector, context);
      const { namespace, index } = await anIndex([entry]);
      await waitFor("the entry", async () => (await idsOf(index, context, vector)).length === 1);
      expect(await idsOf(index, otherContext, vector)).toEqual([]);
      const { index: other } = await anIndex([anEntry(vector, otherContext)]);
      expect(await idsOf(other, context, vector)).toEqual([]);
      const { index: later } = await anIndex([], { ...namespace, generation: 2 });
      expect(await idsOf(later, aContext(), vector)).toEqual([]);
      expect(await later.size()).toBe(0);
    });

    it("never answers with another embedder's vectors", async () => {
      const { namespace, index } = await anIndex();
      const mine = anEntry(aDirection(DIMS, random), aContext());
      const theirs = anEntry(mine.vector, mine.contextKey);
      await store.write(namespace, anEmbedder(DIMS, "another.embedder"), [theirs]);
      await add(namespace, index, mine);
      expect(await idsOf(index, mine.contextKey, mine.vector)).toEqual([mine.entryId]);
    });

    it("forgets what is removed and what has expired", async () => {
      const context = aContext();
      const vector = aDirection(DIMS, random);
      const [stays, goes] = [anEntry(vector, context), anEntry(vector, context)];
      const brief = anEntry(vector, context, 2_000);
      const { namespace, index } = await anIndex([stays, goes, brief]);
      await waitFor("the entries", async () => (await idsOf(index, context, vector)).length >= 2);
      await store.evict(namespace, [goes.entryId]);
      await index.remove([goes.entryId, "not-there"]);
      expect(await idsOf(index, context, vector)).not.toContain(goes.entryId);
      await waitFor("the brief one to expire", () => Date.now() > brief.expiresAt);
      expect(await idsOf(index, context, vector)).toEqual([stays.entryId]);
      expect(await index.size()).toBe(1);
    });

    it("learns of other processes' writes and evictions by itself", async () => {
      const { namespace, index } = await anIndex();
      const entry = anEntry(aDirection(DIMS, random), aContext());
      await store.write(namespace, embedder, [entry]);
      const ids = () => idsOf(index, entry.contextKey, entry.vector);
      await waitFor("the other's entry", async () => (await ids()).length === 1);
      await store.evict(namespace, [entry.entryId]);
      await waitFor("its eviction", async () => (await ids()).length === 0);
      expect(await ids()).toEqual([]);
    });

    it("finds a neighbour among 2,000 that a loop over all finds", async () => {
      const context = aContext();
      const entries = clustered(2_000, DIMS, random).map((vector) => anEntry(vector, context));
      const { index } = await anIndex(entries);
      await waitFor("all entries", async () => (await index.size()) === entries.length);
      const last = entries.at(-1);
      if (!last) throw new Error("There are entries.");
      await waitFor("the last one", async () =>
        (await idsOf(index, context, last.vector)).includes(last.entryId),
      );
      let [expected, found] = [0, 0];
      for (let round = 0; round < 100; round++) {
        const some = entries[Math.floor(random() * entries.length)] ?? last;
        const vector = near(some.vector, 0.92, random);
        const scores = entries.map((entry) => cosine(entry.vector, vector));
        const best = Math.max(...scores);
        if (best < 0.9) continue;
        expected++;
        const [nearest] = await index.nearest({
          contextKey: context,
          vector,
          limit: 1,
          atLeast: 0.9,
        });
        if (nearest && nearest.score > best - 1e-4) found++;
      }
      expect(expected).toBeGreaterThan(50);
      expect(found / expected).toBeGreaterThanOrEqual(recall);
    });

    it("refuses a vector of other dimensions in a sentence", async () => {
      const { index } = await anIndex();
      const query = { contextKey: aContext(), vector: new Float32Array(3), limit: 1, atLeast: 0.9 };
      await expect(index.nearest(query)).rejects.toThrow("A vector of 3 numbers does not fit");
    });
  });
}
