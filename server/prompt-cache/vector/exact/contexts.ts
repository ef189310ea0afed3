import "server-only";
import type { Arena } from "./arena";
import { Clusters, type Shell } from "./clusters";
import { aGroup, type Group, Places } from "./groups";
import type { Searcher, WrittenQuery } from "./nearest-rows";
import type { Rows } from "./rows";

/** Below this a look-up reads all rows sooner than it would know which. */
const CLUSTERED_FROM = 256;

interface Context extends Group {
  key: string;
  /** Of a large context. */
  clusters?: Clusters;
}

/** Which rows belong to which context: a look-up touches the rows of its own context only. */
export class Contexts {
  #byKey = new Map<string, Context>();
  #places = new Places<Context>();
  #inShells = new Places<Shell>();
  #makeClusters: () => Clusters;

  constructor(arena: Arena, searcher: Searcher, rows: Rows) {
    this.#makeClusters = () => new Clusters(arena, searcher, rows, this.#inShells);
  }

  /** The context's rows that may score `atLeast`; valid until the next call. Undefined when there is no such context. */
  gather(key: string, query: WrittenQuery, atLeast: number): Group | undefined {
    const context = this.#byKey.get(key);
    return context?.clusters?.gather(query, atLeast) ?? context;
  }

  put(row: number, key: string): void {
    let context = this.#byKey.get(key);
    if (!context) {
      context = { key, ...aGroup() };
      this.#byKey.set(key, context);
    }
    this.#places.put(row, context);
    if (context.clusters) context.clusters.put(row);
    else if (context.count === CLUSTERED_FROM) {
      context.clusters = this.#makeClusters();
      for (const each of context.rows.subarray(0, context.count)) context.clusters.put(each);
    }
  }

  /** Forgets a row; `last` is the row that takes its number, itself when it was the last. */
  takeOut(row: number, last: number): void {
    const context = this.#places.leave(row);
    context?.clusters?.takeOut(row);
    if (context?.count === 0) this.#end(context);
    this.#places.renumber(row, last);
    this.#inShells.renumber(row, last);
  }

  clear(): void {
    for (const context of this.#byKey.values()) this.#end(context);
    this.#places.clear();
    this.#inShells.clear();
  }

  #end({ key, clusters }: Context): void {
    clusters?.clear();
    this.#byKey.delete(key);
  }
}
