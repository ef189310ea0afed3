import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { IndexedEntry, Neighbour } from "../../../server/prompt-cache/engine/contracts";
import { entryKey, idsKey, logKey } from "../../../server/prompt-cache/engine/redis-keys";
import { createIndexes } from "../../../server/prompt-cache/vector/create-indexes";
import type { NearestQuery } from "../../../server/prompt-cache/vector/exact/exact-index";
import type { Indexes, IndexesSettings } from "../../../server/prompt-cache/vector/indexes";
import { startRedis, type TestRedis } from "../../fixtures/start-redis";
import { waitFor } from "../../fixtures/wait-for";
import { aDirection, clustered, randomFrom } from "../../unit/prompt-cache/vector/vectors";
import {
  aContext,
  aNamespace,
  anEmbedder,
  anEntry,
  aStore,
  indexRedis,
  type Store,
} from "./index-contract/a-store";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const DIMS = 128;
const embedder = anEmbedder(DIMS);
const random = randomFrom(31);
const context = aContext();

let server: TestRedis;
let store: Store;
let redis: ReturnType<typeof indexRedis>;
let indexes: Indexes | undefined;
const warnings: string[] = [];

beforeAll(async () => {
  server = await startRedis();
  store = aStore(server.url);
});
afterAll(async () => {
  store?.close();
  await server?.close();
});
beforeEach(() => {
  redis = indexRedis(server.url);
  warnings.length = 0;
});
afterEach(async () => {
  await indexes?.close();
  indexes = undefined;
  redis.end();
});

const start = (limits: IndexesSettings["limits"] = {}): Indexes => {
  indexes = createIndexes({ redis, limits, warn: (problem) => warnings.push(problem) });
  return indexes;
};
const some = (count: number, lifeMs?: number): IndexedEntry[] =>
  Array.from({ length: count }, () => anEntry(aDirection(DIMS, random), context, lifeMs));
const queryOf = ({ vector, contextKey }: IndexedEntry): NearestQuery => ({
  contextKey,
  vector,
  limit: 1,
  atLeast: 0.99,
});
const first = (entries: IndexedEntry[]): IndexedEntry => {
  const [entry] = entries;
  if (!entry) throw new Error("There is no entry.");
  return entry;
};
const finds = async (
  index: { nearest(query: NearestQuery): Promise<Neighbour[]> },
  entry: IndexedEntry,
): Promise<boolean> => (await index.nearest(queryOf(entry)))[0]?.entryId === entry.entryId;

describe("two processes", () => {
  let child: ChildProcess;
  const namespace = aNamespace();

  beforeAll(() => {
    child = fork(
      `${root}tests/integration/prompt-cache/index-process.ts`,
      [server.url, namespace.name, `${DIMS}`],
      {
        execArgv: ["--import", `${root}tests/fixtures/console-loader.mjs`],
        serialization: "advanced",
      },
    );
  });
  afterAll(async () => {
    const gone = once(child, "exit");
    child.send("end");
    await gone;
  });
  const ask = async <T>(message: NearestQuery | "size"): Promise<T> => {
    const answer = once(child, "message");
    child.send(message);
    return (await answer)[0] as T;
  };
  const other = { nearest: (query: NearestQuery) => ask<Neighbour[]>(query) };

  it("hold the same 20,000 entries, keep step, and start again when Redis does", async () => {
    const stored = clustered(20_000, DIMS, random).map((vector) => anEntry(vector, context));
    await store.write(namespace, embedder, stored);
    const index = await start().indexOf(namespace, embedder);
    await waitFor(
      "both to hold all",
      async () => {
        const sizes = [await index.size(), await ask<number>("size")];
        return sizes.every((size) => size === stored.length);
      },
      60_000,
    );

    const written = some(300);
    await store.write(namespace, embedder, written);
    await store.evict(
      namespace,
      stored.slice(0, 200).map(({ entryId }) => entryId),
    );
    await waitFor("both to be in step", async () => {
      const sizes = [await index.size(), await ask<number>("size")];
      return sizes.every((size) => size === 20_100);
    });
    for (let round = 0; round < 30; round++) {
      const vector = aDirection(DIMS, random);
      const query = { contextKey: context, vector, limit: 5, atLeast: 0.1 };
      const mine = await index.nearest(query);
      expect(mine.length).toBeGreaterThan(0);
      expect(await other.nearest(query)).toEqual(mine);
    }
    expect(await finds(index, first(stored))).toBe(false);

    await server.stop();
    try {
      // What is held is served on: the engine reads a finding again before it uses it.
      expect(await finds(index, first(written))).toBe(true);
    } finally {
      await server.start();
    }
    await waitFor("both to be empty", async () => {
      const sizes = [await index.size(), await ask<number>("size")];
      return sizes.every((size) => size === 0);
    });
    const fresh = some(50);
    await store.write(namespace, embedder, fresh);
    await waitFor("both to know the new ones", async () => {
      const sizes = [await index.size(), await ask<number>("size")];
      return sizes.every((size) => size === 50);
    });
    expect(await finds(index, first(fresh))).toBe(true);
    expect(await finds(other, first(fresh))).toBe(true);
  }, 240_000);
});

describe("a load", () => {
  it("misses nothing that is written or evicted while it runs", async () => {
    const namespace = aNamespace();
    const before = some(6_000);
    await store.write(namespace, embedder, before);
    const opening = start().indexOf(namespace, embedder);
    const meanwhile = some(1_500);
    const gone = before.slice(2_000, 2_800).map(({ entryId }) => entryId);
    await Promise.all([store.write(namespace, embedder, meanwhile), store.evict(namespace, gone)]);
    const index = await opening;
    await waitFor("all to be there", async () => (await index.size()) === 6_000 + 1_500 - 800);
    for (const entry of meanwhile.slice(0, 200)) expect(await finds(index, entry)).toBe(true);
  });

  it("takes entries that all expire in one millisecond", async () => {
    const namespace = aNamespace();
    const expiresAt = Date.now() + 60_000;
    const equal = some(2_500).map((entry) => ({ ...entry, expiresAt }));
    const later = some(10);
    await store.write(namespace, embedder, [...equal, ...later]);
    const index = await start().indexOf(namespace, embedder);
    expect(await index.size()).toBe(2_510);
  });

  it("leaves broken entries out", async () => {
    const namespace = aNamespace();
    const [good, short, nowhere, text, zero] = some(5);
    if (!good || !short || !nowhere || !text || !zero) throw new Error("There are five.");
    await store.write(namespace, embedder, [good, short, nowhere, text, zero]);
    await store.redis.hset(entryKey(namespace, short.entryId), "vec", Buffer.alloc(5));
    await store.redis.hdel(entryKey(namespace, nowhere.entryId), "ctx");
    await store.redis.set(entryKey(namespace, text.entryId), "not a hash");
    await store.redis.hset(entryKey(namespace, zero.entryId), "vec", Buffer.alloc(DIMS * 4));
    const index = await start().indexOf(namespace, embedder);
    expect(await index.size()).toBe(1);
    expect(await finds(index, good)).toBe(true);
  });

  it("does not hold the first request up for long, and goes on behind it", async () => {
    const namespace = aNamespace();
    const stored = some(3_000);
    await store.write(namespace, embedder, stored);
    const index = await start({ loadWaitMs: 0 }).indexOf(namespace, embedder);
    expect(indexes?.stats()[0]?.state).toBe("loading");
    await waitFor("the rest", async () => (await index.size()) === 3_000);
    await waitFor("its end", () => indexes?.stats()[0]?.state === "ready");
    expect(indexes?.stats()[0]?.reloads).toBe(0);
  });

  it("waits for a Redis that is away, and serves meanwhile", async () => {
    const namespace = aNamespace();
    await server.stop();
    try {
      const index = await start({ loadWaitMs: 50 }).indexOf(namespace, embedder);
      const own = first(some(1));
      await index.add(own);
      expect(await finds(index, own)).toBe(true);
      await server.start();
      const stored = some(20);
      await store.write(namespace, embedder, stored);
      await waitFor("the entries", () => finds(index, first(stored)));
      expect(await finds(index, first(stored))).toBe(true);
    } finally {
      await server.stop();
      await server.start();
    }
  });
});

describe("the log", () => {
  it("is not trusted when it was trimmed past the place it was read to", async () => {
    const namespace = aNamespace();
    await store.write(namespace, embedder, some(5));
    const index = await start().indexOf(namespace, embedder);
    await waitFor("the end of the load", () => indexes?.stats()[0]?.state === "ready");
    await store.write(namespace, embedder, some(5));
    await waitFor("the first events", async () => (await index.size()) === 10);

    const flood = some(2_600);
    const all = store.redis.multi();
    for (const entry of flood) {
      all.hset(entryKey(namespace, entry.entryId), {
        vec: Buffer.from(entry.vector.slice().buffer),
        ctx: entry.contextKey,
        emb: embedder.id,
        exp: entry.expiresAt,
      });
      all.zadd(idsKey(namespace), entry.expiresAt, entry.entryId);
      all.xadd(logKey(namespace), "MAXLEN", 1_100, "*", "add", entry.entryId);
    }
    await all.exec();
    await waitFor("all to be there", async () => (await index.size()) === 2_610);
    expect(indexes?.stats()[0]?.reloads).toBe(1);
  });

  it("is followed again after Redis was silent", async () => {
    const namespace = aNamespace();
    const [before, after] = some(2);
    if (!before || !after) throw new Error("There are two.");
    await store.write(namespace, embedder, [before]);
    const index = await start().indexOf(namespace, embedder);
    server.freeze();
    try {
      expect(await finds(index, before)).toBe(true);
    } finally {
      server.thaw();
    }
    await store.write(namespace, embedder, [after]);
    await waitFor("the new entry", () => finds(index, after));
    expect(await finds(index, before)).toBe(true);
  });

  it("costs one connection for all namespaces, and one for loads", async () => {
    const all = start();
    const namespaces = Array.from({ length: 12 }, () => aNamespace());
    const opened = await Promise.all(namespaces.map((each) => all.indexOf(each, embedder)));
    const entries = some(12);
    for (const [at, entry] of entries.entries())
      await store.write(namespaces[at] ?? aNamespace(), embedder, [entry]);
    for (const [at, entry] of entries.entries())
      await waitFor(`entry ${at}`, async () => {
        const index = opened[at];
        return index && finds(index, entry);
      });
    expect(redis.open()).toBe(2);
    const names = String(await store.redis.client("LIST"));
    expect(names.match(/name=prompt-index-log/g)).toHaveLength(1);
    expect(names.match(/name=prompt-index-load/g)).toHaveLength(1);
  });
});

describe("memory", () => {
  it("holds the entries that live longest, and drops the least recently added", async () => {
    const namespace = aNamespace();
    const [old, young] = [some(150, 60_000), some(100, 90_000)];
    await store.write(namespace, embedder, [...old, ...young]);
    const index = await start({ entriesPerIndex: 120 }).indexOf(namespace, embedder);
    expect(await index.size()).toBe(120);
    for (const entry of young) expect(await finds(index, entry)).toBe(true);
    expect(indexes?.stats()[0]?.dropped).toBe(130);

    const added = some(50);
    for (const entry of added) await index.add(entry);
    expect(await index.size()).toBe(120);
    for (const entry of added) expect(await finds(index, entry)).toBe(true);
    expect(indexes?.stats()[0]?.dropped).toBe(180);
    expect(warnings).toEqual([
      "An index of prompts holds as much as it may; the least recently added are left out.",
    ]);
  });

  it("is bounded over all indexes; the largest gives way", async () => {
    const all = start({ entries: 100 });
    const [large, small] = [
      await all.indexOf(aNamespace(), embedder),
      await all.indexOf(aNamespace(), embedder),
    ];
    for (const entry of some(100)) await large.add(entry);
    for (const entry of some(30)) await small.add(entry);
    expect(await small.size()).toBe(30);
    expect(await large.size()).toBe(70);
  });

  it("is given back when nobody asks, and an index wakes when it is asked", async () => {
    const namespace = aNamespace();
    const entry = first(some(1));
    await store.write(namespace, embedder, [entry]);
    const all = start({ idleMs: 40 });
    const index = await all.indexOf(namespace, embedder);
    expect(await finds(index, entry)).toBe(true);
    await waitFor("the index to be given up", () => all.stats().length === 0);
    await waitFor("its connections to end", () => redis.open() === 0);
    expect(await finds(index, entry)).toBe(true);
    expect(all.stats()).toHaveLength(1);
  });

  it("is not taken again after the end", async () => {
    const all = start();
    const index = await all.indexOf(aNamespace(), embedder);
    await all.close();
    await expect(index.nearest(queryOf(first(some(1))))).rejects.toThrow("are closed");
    await expect(all.indexOf(aNamespace(), embedder)).rejects.toThrow("are closed");
    await waitFor("the connections to end", () => redis.open() === 0);
  });

  it("holds one generation of a namespace", async () => {
    const namespace = aNamespace();
    await store.write(namespace, embedder, some(3));
    const all = start();
    await all.indexOf(namespace, embedder);
    await all.indexOf({ ...namespace, generation: 2 }, embedder);
    expect(all.stats().map(({ generation }) => generation)).toEqual([2]);
  });
});

describe("search on the server", () => {
  it("falls back to the process where the server cannot, and says so once", async () => {
    await waitFor("the connection for commands", () => redis.commands().status === "ready");
    const namespace = aNamespace("server");
    const entry = first(some(1));
    await store.write(namespace, embedder, [entry]);
    const all = start();
    for (let round = 0; round < 3; round++)
      expect(await finds(await all.indexOf(namespace, embedder), entry)).toBe(true);
    expect(all.serverSearch()).toBe(false);
    expect(all.stats().map(({ kind }) => kind)).toEqual(["process"]);
    expect(warnings).toEqual([
      "The server has no vector search; the namespace is searched in the process.",
    ]);
  });

  it("stays in the process past the size where the server cannot", async () => {
    await waitFor("the connection for commands", () => redis.commands().status === "ready");
    const namespace = aNamespace("auto");
    const stored = some(30);
    await store.write(namespace, embedder, stored);
    const all = start({ serverAbove: 10 });
    expect(await finds(await all.indexOf(namespace, embedder), first(stored))).toBe(true);
    expect(all.serverSearch()).toBe(false);
    expect(warnings).toEqual([]);
  });
});
