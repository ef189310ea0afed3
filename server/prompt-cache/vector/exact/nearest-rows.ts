import "server-only";
import type { Arena } from "./arena";
import { hasDirection, lengthOf, type QueryPart, writeQuery } from "./quantise";
import type { RowShape } from "./row-shape";
import type { Rows } from "./rows";

/** Rows looked at before the score to beat is looked at again. */
const BATCH = 4_096;
const INPUT = { row: 4, found: 24 };
/** What 64-bit sums may be off by; scores closer than this to a threshold reach it. */
export const SCORE_SLACK = 1e-9;

/** A query as the scan reads it; valid until the next one is written. */
export interface WrittenQuery {
  parts: QueryPart[];
}

export interface RowQuery {
  query: WrittenQuery;
  limit: number;
  atLeast: number;
  /** Rows that may be answered, valid up to `count`. */
  rows: Uint32Array;
  count: number;
  /** Unix milliseconds: rows that expire until then are not answered. */
  now: number;
}

/** What rows a look-up found, and the expired ones that it met. */
export interface RowsFound {
  /** Every row that may be among the best; those that are not are certainly not. */
  candidates: { row: number; atMost: number }[];
  expired: number[];
}

/** Memory for one look-up at a time, shared by all indexes of an arena. */
export class Searcher {
  #arena: Arena;
  #list: number;
  #found: number;
  #query?: { bytes: number; address: number };

  constructor(arena: Arena) {
    this.#arena = arena;
    this.#list = arena.take(BATCH * INPUT.row);
    this.#found = arena.take(BATCH * INPUT.found);
  }

  /** The first `parts` of the dimensions' parts. Undefined for a vector without direction. */
  write(
    shape: RowShape,
    vector: Float32Array,
    parts = shape.parts.length,
  ): WrittenQuery | undefined {
    const length = lengthOf(vector);
    if (!hasDirection(length)) return undefined;
    const address = this.#roomForQuery(shape);
    const first = { ...shape, parts: shape.parts.slice(0, parts) };
    return { parts: writeQuery(this.#arena.views, first, address, vector, length) };
  }

  /**
   * Finds what may be nearest: int8 products over the first dimensions of each row, over the
   * others where Cauchy–Schwarz leaves a row in question. The bounds hold, so no neighbour is missed.
   */
  search(rows: Rows, { query, ...of }: RowQuery): RowsFound {
    const best = new BestLower(of.limit, of.atLeast - SCORE_SLACK);
    const found: RowsFound = { candidates: [], expired: [] };
    for (let start = 0; start < of.count; start += BATCH) {
      const list = of.rows.subarray(start, Math.min(start + BATCH, of.count));
      const left = this.#scan(rows, query.parts, list, best.need);
      this.#harvest(rows, of.now, left, best, found);
    }
    found.candidates = found.candidates.filter(({ atMost }) => atMost >= best.need);
    return found;
  }

  /**
   * Tells of each of these rows, 4,096 at most, its place in the list, its product with what is written of the
   * query, and how far from that its score may be.
   */
  stand(
    rows: Rows,
    { parts }: WrittenQuery,
    list: Uint32Array,
    tell: (at: number, middle: number, reach: number) => void,
  ): void {
    const count = this.#scan(rows, parts, list, Number.NEGATIVE_INFINITY);
    const { f64 } = this.#arena.views;
    for (let at = 0; at < count; at++) {
      const entry = (this.#found + at * INPUT.found) >>> 3;
      tell(at, f64[entry + 1] ?? 0, f64[entry + 2] ?? 0);
    }
  }

  /** Leaves the rows that may reach `need` at `#found`; gives how many. */
  #scan(rows: Rows, query: QueryPart[], list: Uint32Array, need: number): number {
    const { scan } = this.#arena.kernel;
    this.#arena.views.u32.set(list, this.#list >>> 2);
    let left = list.length;
    for (const [at, { stride, padded }] of rows.shape.parts.entries()) {
      const part = query[at];
      if (!part || left === 0) return left;
      const input =
        at === 0 ? ([this.#list, INPUT.row] as const) : ([this.#found, INPUT.found] as const);
      left = scan(
        ...([...input, left, rows.tableOf(at), stride, padded] as const),
        ...([part.address, part.scale, part.norm + SCORE_SLACK, part.tail] as const),
        // A rounded row is at most twice as long as a unit vector.
        ...([2 * part.lost + SCORE_SLACK, need, this.#found] as const),
      );
    }
    return left;
  }

  #harvest(rows: Rows, now: number, count: number, best: BestLower, found: RowsFound): void {
    const { u32, f64 } = this.#arena.views;
    for (let each = 0; each < count; each++) {
      const entry = this.#found + each * INPUT.found;
      const row = u32[entry >>> 2] ?? 0;
      const middle = f64[(entry >>> 3) + 1] ?? 0;
      const reach = f64[(entry >>> 3) + 2] ?? 0;
      if (middle + reach < best.need) continue;
      // An expired row must not raise what others have to reach.
      if ((rows.expiresAt[row] ?? 0) <= now) found.expired.push(row);
      else {
        best.offer(middle - reach);
        found.candidates.push({ row, atMost: middle + reach });
      }
    }
  }

  #roomForQuery(shape: RowShape): number {
    const bytes = shape.parts.reduce((sum, { padded }) => sum + padded * 2, 0);
    if (this.#query && this.#query.bytes >= bytes) return this.#query.address;
    if (this.#query) this.#arena.give(this.#query.address, this.#query.bytes);
    this.#query = { bytes, address: this.#arena.take(bytes) };
    return this.#query.address;
  }
}

/** The k-th best score that is certain so far: what a row must be able to reach. */
class BestLower {
  need: number;
  #limit: number;
  #best: number[] = [];

  constructor(limit: number, need: number) {
    this.#limit = limit;
    this.need = need;
  }

  offer(score: number): void {
    const best = this.#best;
    const full = best.length === this.#limit;
    if (full && score <= (best[0] ?? 0)) return;
    if (full) best.shift();
    let at = best.length;
    while (at > 0 && (best[at - 1] ?? 0) > score) at--;
    best.splice(at, 0, score);
    if (best.length === this.#limit) this.need = Math.max(this.need, best[0] ?? this.need);
  }
}
