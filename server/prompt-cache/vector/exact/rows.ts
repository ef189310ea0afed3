import "server-only";
import type { Arena } from "./arena";
import { hasDirection, lengthOf, writeRow } from "./quantise";
import { BLOCK_ROWS, type RowPart, type RowShape, rowShape } from "./row-shape";

/**
 * Vectors in rows without gaps, in blocks that come and go with their number. Per row of 1,024
 * dimensions: 4,096 bytes as f32, 1,104 as int8 with its bounds, 16 for length and expiry.
 */
export class Rows {
  readonly shape: RowShape;
  count = 0;
  /** Unix milliseconds per row. */
  expiresAt = new Float64Array(BLOCK_ROWS);
  #arena: Arena;
  #parts: Blocks[];
  #vectors: Float32Array[] = [];
  #lengths = new Float64Array(BLOCK_ROWS);

  constructor(arena: Arena, dims: number) {
    this.#arena = arena;
    this.shape = rowShape(dims);
    this.#parts = this.shape.parts.map((part) => new Blocks(arena, part));
  }

  /** Number of the new row, or undefined for a vector without direction (all zero, not finite). */
  append(vector: Float32Array, expiresAt: number): number | undefined {
    const length = lengthOf(vector);
    if (!hasDirection(length)) return undefined;
    const row = this.count;
    if (row === this.#vectors.length * BLOCK_ROWS) this.#addBlock();
    this.#write(row, vector, length);
    this.expiresAt[row] = expiresAt;
    this.count++;
    return row;
  }

  /** Another vector in a row's place. False, and nothing changed, for one without direction. */
  replace(row: number, vector: Float32Array): boolean {
    const length = lengthOf(vector);
    if (!hasDirection(length)) return false;
    this.#write(row, vector, length);
    return true;
  }

  /** Takes a row out; the last one moves into its place. Gives the number that the moved row had. */
  takeOut(row: number): number {
    const last = this.count - 1;
    if (row !== last) {
      for (const part of this.#parts) part.copy(last, row);
      this.vectorOf(row).set(this.vectorOf(last));
      this.#lengths[row] = this.#lengths[last] ?? 0;
      this.expiresAt[row] = this.expiresAt[last] ?? 0;
    }
    this.count = last;
    // One spare block stays, so that adding and removing at its edge costs nothing.
    if (last + BLOCK_ROWS <= (this.#vectors.length - 1) * BLOCK_ROWS) this.#dropBlock();
    return last;
  }

  /** Gives all memory back. */
  clear(): void {
    while (this.#vectors.length > 0) this.#dropBlock();
    for (const part of this.#parts) part.release();
    this.count = 0;
  }

  /** The vector as it came. */
  vectorOf(row: number): Float32Array {
    const block = this.#vectors[Math.floor(row / BLOCK_ROWS)];
    if (!block) throw new RangeError(`There is no row ${row}.`);
    const at = (row % BLOCK_ROWS) * this.shape.dims;
    return block.subarray(at, at + this.shape.dims);
  }

  lengthOf = (row: number): number => this.#lengths[row] ?? 1;

  /** Cosine similarity of a row to a vector of that length, −1 to 1, summed in 64 bits. */
  similarity(row: number, vector: Float32Array, length: number): number {
    const block = this.#vectors[Math.floor(row / BLOCK_ROWS)];
    if (!block) return -1;
    const { dims } = this.shape;
    const at = (row % BLOCK_ROWS) * dims;
    let [a, b, c, d] = [0, 0, 0, 0];
    let dim = 0;
    for (; dim + 3 < dims; dim += 4) {
      a += (block[at + dim] ?? 0) * (vector[dim] ?? 0);
      b += (block[at + dim + 1] ?? 0) * (vector[dim + 1] ?? 0);
      c += (block[at + dim + 2] ?? 0) * (vector[dim + 2] ?? 0);
      d += (block[at + dim + 3] ?? 0) * (vector[dim + 3] ?? 0);
    }
    for (; dim < dims; dim++) a += (block[at + dim] ?? 0) * (vector[dim] ?? 0);
    const score = (a + b + c + d) / ((this.#lengths[row] ?? 1) * length);
    return Math.max(-1, Math.min(1, score));
  }

  /** Where the scan finds the blocks of a part. */
  tableOf = (part: number): number => this.#parts[part]?.table ?? 0;

  get bytes(): number {
    const row = this.shape.parts.reduce((sum, { stride }) => sum + stride, this.shape.dims * 4);
    return this.#vectors.length * BLOCK_ROWS * row + this.expiresAt.byteLength * 2;
  }

  #write(row: number, vector: Float32Array, length: number): void {
    const at = this.#parts.map((part) => part.addressOf(row));
    writeRow(this.#arena.views, this.shape, at, vector, length);
    this.vectorOf(row).set(vector);
    this.#lengths[row] = length;
  }

  #addBlock(): void {
    for (const part of this.#parts) part.add();
    this.#vectors.push(new Float32Array(BLOCK_ROWS * this.shape.dims));
    const room = this.#vectors.length * BLOCK_ROWS;
    if (room <= this.expiresAt.length) return;
    this.expiresAt = grown(this.expiresAt);
    this.#lengths = grown(this.#lengths);
  }

  #dropBlock(): void {
    for (const part of this.#parts) part.drop();
    this.#vectors.pop();
  }
}

function grown(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const more = new Float64Array(values.length * 2);
  more.set(values);
  return more;
}

/** Blocks of one part in the arena, and the table of their addresses that the scan reads. */
class Blocks {
  table = 0;
  #room = 0;
  #addresses: number[] = [];
  #arena: Arena;
  #stride: number;

  constructor(arena: Arena, { stride }: RowPart) {
    this.#arena = arena;
    this.#stride = stride;
  }

  addressOf = (row: number): number =>
    (this.#addresses[row >>> 6] ?? 0) + (row & (BLOCK_ROWS - 1)) * this.#stride;

  add(): void {
    this.#addresses.push(this.#arena.take(this.#stride * BLOCK_ROWS));
    if (this.#addresses.length > this.#room) this.#moveTable(Math.max(16, this.#room * 2));
    const at = this.#addresses.length - 1;
    this.#arena.views.u32[(this.table >>> 2) + at] = this.#addresses[at] ?? 0;
  }

  drop(): void {
    const address = this.#addresses.pop();
    if (address !== undefined) this.#arena.give(address, this.#stride * BLOCK_ROWS);
  }

  copy(from: number, to: number): void {
    const start = this.addressOf(from);
    this.#arena.views.i8.copyWithin(this.addressOf(to), start, start + this.#stride);
  }

  release(): void {
    if (this.#room > 0) this.#arena.give(this.table, this.#room * 4);
    this.#room = 0;
  }

  #moveTable(room: number): void {
    const table = this.#arena.take(room * 4);
    this.#arena.views.u32.set(this.#addresses, table >>> 2);
    this.release();
    this.table = table;
    this.#room = room;
  }
}
