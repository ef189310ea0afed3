import "server-only";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import type { Embedder, VectorIndex } from "../engine/contracts";
import { idsKey } from "../engine/redis-keys";
import {
  DEFAULT_LIMITS,
  type Indexes,
  type IndexesSettings,
  type IndexLimits,
  type IndexStats,
} from "./indexes";
import { ProcessIndexes } from "./process-indexes";
import { ServerIndex } from "./server/server-index";
import { ServerSearch } from "./server/server-search";

const SWEEP_MS = 30_000;
/** How long the number of a namespace's entries is believed. */
const COUNT_MS = 60_000;

/** The vector indexes of this process. Nothing is opened before the first `indexOf`; close it at the end. */
export function createIndexes(settings: IndexesSettings): Indexes {
  const limits = { ...DEFAULT_LIMITS, ...settings.limits };
  const now = settings.now ?? Date.now;
  const inProcess = new ProcessIndexes(settings, limits, now);
  const choice = new IndexChoice(settings, limits, now, inProcess);
  const sweeper = setInterval(
    () => {
      inProcess.sweep();
      choice.sweep();
    },
    Math.min(SWEEP_MS, limits.idleMs),
  );
  sweeper.unref();
  let closed = false;
  return {
    indexOf: async (namespace, embedder) => {
      if (closed) throw new Error("The vector indexes are closed.");
      const onServer = await choice.onServer(namespace, embedder);
      if (onServer) return onServer;
      const index = inProcess.of(namespace, embedder);
      await index.ready();
      return index;
    },
    stats: () => [...inProcess.stats(), ...choice.stats()],
    serverSearch: () => choice.search.available,
    close: async () => {
      closed = true;
      clearInterval(sweeper);
      inProcess.close();
    },
  };
}

/** Which index a namespace has: in the process, or on the server by its word or its size. */
class IndexChoice {
  readonly search: ServerSearch;
  #onServer = new Map<string, { index: ServerIndex; embedder: string; lastUsed: number }>();
  #settings: IndexesSettings;
  #limits: IndexLimits;
  #now: () => number;
  #inProcess: ProcessIndexes;
  #warned = new Set<string>();
  #counted = new Map<string, { stored: number; at: number }>();

  constructor(
    settings: IndexesSettings,
    limits: IndexLimits,
    now: () => number,
    inProcess: ProcessIndexes,
  ) {
    this.#settings = settings;
    this.#limits = limits;
    this.#now = now;
    this.#inProcess = inProcess;
    this.search = new ServerSearch(settings.redis.commands, now);
  }

  /** The index on the server, where it is wanted, can be and is built; the process serves until then. */
  async onServer(namespace: Namespace, embedder: Embedder): Promise<VectorIndex | undefined> {
    const wanted = namespace.settings.semantic.index;
    if (wanted === "process") return undefined;
    if (wanted === "auto" && !(await this.#isLarge(namespace, embedder))) return undefined;
    if (!(await this.search.detect())) {
      if (wanted === "server" && this.search.available === false)
        this.#warn(
          namespace,
          "The server has no vector search; the namespace is searched in the process.",
        );
      return undefined;
    }
    try {
      if (!(await this.search.isReady(embedder))) return undefined;
    } catch {
      this.#warn(
        namespace,
        "The server did not make a vector index; the namespace is searched in the process.",
      );
      return undefined;
    }
    this.#inProcess.drop(namespace, embedder);
    return this.#indexOnServer(namespace, embedder);
  }

  stats = (): IndexStats[] =>
    [...this.#onServer.values()].map(({ index, embedder }) => ({
      namespace: index.namespace.name,
      generation: index.namespace.generation,
      embedder,
      kind: "server",
      state: "ready",
      entries: index.counted,
      bytes: 0,
      dropped: 0,
      reloads: 0,
    }));

  sweep(): void {
    const now = this.#now();
    for (const [key, { lastUsed }] of this.#onServer)
      if (now - lastUsed > this.#limits.idleMs) this.#onServer.delete(key);
    for (const [key, { at }] of this.#counted) if (now - at > COUNT_MS) this.#counted.delete(key);
  }

  /** Once on the server it stays there: going back and forth at the edge would load again and again. */
  async #isLarge(namespace: Namespace, embedder: Embedder): Promise<boolean> {
    if (this.#onServer.has(keyOf(namespace, embedder))) return true;
    const { serverAbove } = this.#limits;
    if (this.#inProcess.has(namespace, embedder)) {
      const { held, dropped } = this.#inProcess.of(namespace, embedder);
      if (held + dropped <= serverAbove) return false;
    }
    return (await this.#stored(namespace)) > serverAbove;
  }

  /** Entries stored in the namespace, as of a minute ago at most; 0 while Redis does not answer. */
  async #stored(namespace: Namespace): Promise<number> {
    const key = idsKey(namespace);
    const known = this.#counted.get(key);
    if (known && this.#now() - known.at < COUNT_MS) return known.stored;
    try {
      const stored = await this.#settings.redis.commands().zcard(key);
      this.#counted.set(key, { stored, at: this.#now() });
      return stored;
    } catch {
      return 0;
    }
  }

  #indexOnServer(namespace: Namespace, embedder: Embedder): ServerIndex {
    const key = keyOf(namespace, embedder);
    let known = this.#onServer.get(key);
    if (!known) {
      const { commands } = this.#settings.redis;
      const index = new ServerIndex(commands, namespace, embedder, this.#now, () =>
        this.search.forget(embedder),
      );
      known = { index, embedder: embedder.id, lastUsed: 0 };
      this.#onServer.set(key, known);
    }
    known.lastUsed = this.#now();
    return known.index;
  }

  #warn({ name }: Namespace, problem: string): void {
    if (this.#warned.has(name + problem)) return;
    this.#warned.add(name + problem);
    this.#settings.warn?.(problem, { namespace: name });
  }
}

const keyOf = ({ name, generation }: Namespace, { id }: Embedder): string =>
  `${name} ${generation} ${id}`;
