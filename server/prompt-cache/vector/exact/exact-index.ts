import "server-only";
import type { IndexedEntry, Neighbour } from "../../engine/contracts";
import type { Arena } from "./arena";
import { Contexts } from "./contexts";
import { type RowsFound, SCORE_SLACK, type Searcher } from "./nearest-rows";
import { lengthOf } from "./quantise";
import { Rows } from "./rows";

/** Bytes beside the vectors: the id, its place in the map and the lists, as measured. */
const BYTES_PER_ID = 160;

export interface NearestQuery {
  contextKey: string;
  vector: Float32Array;
  limit: number;
  atLeast: number;
}

/** Exact nearest neighbours in this process; knows nothing of where entries come from. */
export class ExactIndex {
  readonly dims: number;
  #rows: Rows;
  #searcher: Searcher;
  #contexts: Contexts;
  #ids: string[] = [];
  /** Entry id to row; a Map keeps the order of adding. */
  #rowOf = new Map<string, number>();

  constructor(arena: Arena, searcher: Searcher, dims: number) {
    this.dims = dims;
    this.#rows = new Rows(arena, dims);
    this.#searcher = searcher;
    this.#contexts = new Contexts(arena, searcher, this.#rows);
  }

  get size(): number {
    return this.#rows.count;
  }

  /** Of vectors, bounds and ids, about. */
  get bytes(): number {
    return this.#rows.bytes + this.size * BYTES_PER_ID;
  }

  has = (entryId: string): boolean => this.#rowOf.has(entryId);

  ids = (): Iterable<string> => this.#rowOf.keys();

  /**
   * Takes an entry in, in place of one with its id. False when its vector has no direction.
   * @throws RangeError when it has other dimensions
   */
  add({ entryId, contextKey, vector, expiresAt }: IndexedEntry): boolean {
    this.#expectDims(vector);
    this.remove(entryId);
    const row = this.#rows.append(vector, expiresAt);
    if (row === undefined) return false;
    this.#ids[row] = entryId;
    this.#rowOf.set(entryId, row);
    this.#contexts.put(row, contextKey);
    return true;
  }

  /** False when it was not there. */
  remove(entryId: string): boolean {
    const row = this.#rowOf.get(entryId);
    if (row === undefined) return false;
    this.#rowOf.delete(entryId);
    const last = this.#rows.takeOut(row);
    this.#contexts.takeOut(row, last);
    const moved = this.#ids[last];
    if (row !== last && moved !== undefined) {
      this.#ids[row] = moved;
      this.#rowOf.set(moved, row);
    }
    this.#ids.length = last;
    return true;
  }

  /** Removes the entry that was added first. False when there is none. */
  removeOldest(): boolean {
    const [oldest] = this.#rowOf.keys();
    return oldest !== undefined && this.remove(oldest);
  }

  /**
   * Best first, equal scores by id; expired entries that it meets are removed.
   * @param now unix milliseconds
   * @throws RangeError when the vector has other dimensions
   */
  nearest({ contextKey, vector, limit, atLeast }: NearestQuery, now: number): Neighbour[] {
    this.#expectDims(vector);
    const query = limit < 1 ? undefined : this.#searcher.write(this.#rows.shape, vector);
    const near = query && this.#contexts.gather(contextKey, query, atLeast);
    if (!query || !near) return [];
    const { rows, count } = near;
    const found = this.#searcher.search(this.#rows, { query, limit, atLeast, rows, count, now });
    const best = this.#verify(found, vector, limit, atLeast);
    this.#removeRows(found.expired);
    return best;
  }

  /** Removes what has expired. Gives how many. */
  trim(now: number): number {
    const expired: number[] = [];
    for (let row = 0; row < this.size; row++)
      if ((this.#rows.expiresAt[row] ?? 0) <= now) expired.push(row);
    this.#removeRows(expired);
    return expired.length;
  }

  /** Forgets everything and gives the memory back. */
  clear(): void {
    this.#rows.clear();
    this.#contexts.clear();
    this.#ids = [];
    this.#rowOf.clear();
  }

  /** True scores of the candidates, the most promising first, until no other can be among the best. */
  #verify({ candidates }: RowsFound, vector: Float32Array, limit: number, atLeast: number) {
    const length = lengthOf(vector);
    const best: Neighbour[] = [];
    candidates.sort((a, b) => b.atMost - a.atMost);
    for (const { row, atMost } of candidates) {
      const last = best[limit - 1];
      if (last && atMost < last.score) break;
      const score = this.#rows.similarity(row, vector, length);
      if (score < atLeast - SCORE_SLACK) continue;
      const neighbour = { entryId: this.#ids[row] ?? "", score };
      let at = best.length;
      while (at > 0 && isBefore(neighbour, best[at - 1])) at--;
      best.splice(at, 0, neighbour);
      if (best.length > limit) best.pop();
    }
    return best;
  }

  #removeRows(rows: number[]): void {
    for (const entryId of rows.map((row) => this.#ids[row])) if (entryId) this.remove(entryId);
  }

  #expectDims(vector: Float32Array): void {
    if (vector.length !== this.dims)
      throw new RangeError(
        `A vector of ${vector.length} numbers does not fit an index of ${this.dims}.`,
      );
  }
}

const isBefore = (a: Neighbour, b: Neighbour | undefined): boolean =>
  b === undefined || a.score > b.score || (a.score === b.score && a.entryId < b.entryId);
