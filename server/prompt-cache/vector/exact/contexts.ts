import "server-only";

/** Rows that may be neighbours of each other. */
export interface Context {
  key: string;
  /** Row numbers in no order; valid up to `count`. */
  rows: Uint32Array;
  count: number;
}

/** Which rows belong to which context: a look-up touches the rows of its own context only. */
export class Contexts {
  #byKey = new Map<string, Context>();
  /** Per row: its context and where it stands in the context's list. */
  #contextOf: (Context | undefined)[] = [];
  #placeOf: number[] = [];

  get(key: string): Context | undefined {
    return this.#byKey.get(key);
  }

  put(row: number, key: string): void {
    let context = this.#byKey.get(key);
    if (!context) {
      context = { key, rows: new Uint32Array(4), count: 0 };
      this.#byKey.set(key, context);
    }
    if (context.count === context.rows.length) {
      const rows = new Uint32Array(context.rows.length * 2);
      rows.set(context.rows);
      context.rows = rows;
    }
    context.rows[context.count] = row;
    this.#contextOf[row] = context;
    this.#placeOf[row] = context.count++;
  }

  /** Forgets a row; `last` is the row that takes its number, itself when it was the last. */
  takeOut(row: number, last: number): void {
    this.#leave(row);
    const moved = this.#contextOf[last];
    if (row !== last && moved) {
      const place = this.#placeOf[last] ?? 0;
      moved.rows[place] = row;
      this.#contextOf[row] = moved;
      this.#placeOf[row] = place;
    }
    this.#contextOf.length = last;
    this.#placeOf.length = last;
  }

  clear(): void {
    this.#byKey.clear();
    this.#contextOf = [];
    this.#placeOf = [];
  }

  #leave(row: number): void {
    const context = this.#contextOf[row];
    if (!context) return;
    const place = this.#placeOf[row] ?? 0;
    const end = --context.count;
    const last = context.rows[end] ?? 0;
    context.rows[place] = last;
    this.#placeOf[last] = place;
    if (end === 0) this.#byKey.delete(context.key);
    else if (context.rows.length > 64 && end < context.rows.length / 4)
      context.rows = context.rows.slice(0, context.rows.length / 2);
  }
}
