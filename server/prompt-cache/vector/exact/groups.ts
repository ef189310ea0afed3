import "server-only";

/** Row numbers in no order; valid up to `count`. */
export interface Group {
  rows: Uint32Array;
  count: number;
}

export const aGroup = (): Group => ({ rows: new Uint32Array(4), count: 0 });

/** Where each row stands: in one group, at one place in its list. */
export class Places<G extends Group> {
  #groupOf: (G | undefined)[] = [];
  #placeOf: number[] = [];

  put(row: number, group: G): void {
    if (group.count === group.rows.length) {
      const rows = new Uint32Array(group.rows.length * 2);
      rows.set(group.rows);
      group.rows = rows;
    }
    group.rows[group.count] = row;
    this.#groupOf[row] = group;
    this.#placeOf[row] = group.count++;
  }

  /** Out of its group, which it gives; the row keeps its number. */
  leave(row: number): G | undefined {
    const group = this.#groupOf[row];
    if (!group) return undefined;
    const place = this.#placeOf[row] ?? 0;
    const end = --group.count;
    const last = group.rows[end] ?? 0;
    group.rows[place] = last;
    this.#placeOf[last] = place;
    this.#groupOf[row] = undefined;
    if (group.rows.length > 64 && end < group.rows.length / 4)
      group.rows = group.rows.slice(0, group.rows.length / 2);
    return group;
  }

  /** `last`, the highest row, takes the number of a row that has left; the row itself when it was the last. */
  renumber(row: number, last: number): void {
    const moved = this.#groupOf[last];
    if (row !== last && moved) {
      const place = this.#placeOf[last] ?? 0;
      moved.rows[place] = row;
      this.#groupOf[row] = moved;
      this.#placeOf[row] = place;
    }
    if (this.#groupOf.length <= last) return;
    this.#groupOf.length = last;
    this.#placeOf.length = last;
  }

  clear(): void {
    this.#groupOf = [];
    this.#placeOf = [];
  }
}
