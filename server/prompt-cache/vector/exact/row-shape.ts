import "server-only";

/** Rows of a block; `kernel.wat` counts with it. */
export const BLOCK_ROWS = 64;
/**
 * A scan reads the first 192 dimensions of each row that it is given, the others step by step where those before
 * leave a row in question: at a score of 0.90 strangers fall away at once, at 0.75 most do at 384.
 */
const PART_ENDS = [192, 256, 384, 512];
/** scale, error, tail and four free bytes, before a row's int8 values. */
export const ROW_HEADER = 16;

/** Where the dimensions of one part of a row lie. */
export interface RowPart {
  /** First dimension and the one after the last. */
  from: number;
  to: number;
  /** Dimensions with the zeros behind them: a multiple of 32. */
  padded: number;
  /** Bytes of a row. */
  stride: number;
  /** A query's largest whole number, so that no sum of products leaves 32 bits. */
  queryMax: number;
}

export interface RowShape {
  dims: number;
  /** In the order in which a look-up reads them; at least one. */
  parts: RowPart[];
}

export function rowShape(dims: number): RowShape {
  const ends = [...PART_ENDS.filter((end) => end < dims), dims];
  return { dims, parts: ends.map((to, at) => part(ends[at - 1] ?? 0, to)) };
}

function part(from: number, to: number): RowPart {
  const padded = Math.ceil((to - from) / 32) * 32;
  const queryMax = Math.min(32_767, Math.floor((2 ** 31 - 1) / (127 * padded)));
  return { from, to, padded, stride: ROW_HEADER + padded, queryMax };
}
