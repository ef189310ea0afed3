import "server-only";
import type { Views } from "./arena";
import { ROW_HEADER, type RowPart, type RowShape } from "./row-shape";

/** Length of a vector; 0 or not finite: it has no direction and cannot be compared. */
export function lengthOf(vector: Float32Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
}

/** Whether a vector of this length can be compared. */
export const hasDirection = (length: number): boolean => length > 0 && Number.isFinite(length);

/**
 * Writes a vector, scaled to unit length, as one row of int8 per part, each with what bounds its error.
 * @param at address of the row in each part
 * @param length of the vector, above 0
 */
export function writeRow(
  views: Views,
  { parts }: RowShape,
  at: number[],
  vector: Float32Array,
  length: number,
): void {
  let lost = 0;
  let tail = 0;
  const written = parts.map((part, each) => writePart(views, part, at[each] ?? 0, vector, length));
  for (let each = parts.length - 1; each >= 0; each--) {
    views.f32[((at[each] ?? 0) >>> 2) + 2] = roundedUp(tail);
    tail += written[each]?.energy ?? 0;
  }
  for (const [each, part] of written.entries()) {
    lost += part.lost;
    views.f32[(at[each] ?? 0) >>> 2] = part.scale;
    views.f32[((at[each] ?? 0) >>> 2) + 1] = roundedUp(lost);
  }
}

/** The root of a squared norm, so that a bound made of it as f32 stays one. */
const roundedUp = (squared: number): number => Math.sqrt(squared) * (1 + 1e-6);

/** `lost`: squared norm of what rounding to int8 lost; `energy`: squared norm of the part. */
function writePart(
  { i8 }: Views,
  { from, to, padded }: RowPart,
  at: number,
  vector: Float32Array,
  length: number,
): { scale: number; lost: number; energy: number } {
  const start = at + ROW_HEADER;
  const scale = Math.fround(largest(vector, from, to) / length / 127);
  let lost = 0;
  let energy = 0;
  for (let dim = from; dim < to; dim++) {
    const value = (vector[dim] ?? 0) / length;
    const whole = scale > 0 ? Math.max(-127, Math.min(127, Math.round(value / scale))) : 0;
    i8[start + dim - from] = whole;
    const difference = value - whole * scale;
    lost += difference * difference;
    energy += value * value;
  }
  i8.fill(0, start + to - from, start + padded);
  return { scale, lost, energy };
}

function largest(vector: Float32Array, from: number, to: number): number {
  let found = 0;
  for (let dim = from; dim < to; dim++) found = Math.max(found, Math.abs(vector[dim] ?? 0));
  return found;
}

/** A part of a query as int16, and what bounds a product with it. */
export interface QueryPart {
  address: number;
  scale: number;
  /** Norm of the dimensions up to and with this part, and of those after it. */
  norm: number;
  tail: number;
  /** Norm of what rounding lost, all parts until here added up. */
  lost: number;
}

/** Writes a query, scaled to unit length, at an address of the memory. */
export function writeQuery(
  views: Views,
  { parts }: RowShape,
  start: number,
  vector: Float32Array,
  length: number,
): QueryPart[] {
  let address = start;
  let energy = 0;
  let lost = 0;
  return parts.map((part) => {
    const written = writeQueryPart(views, part, address, vector, length);
    energy += written.energy;
    lost += Math.sqrt(written.lost);
    const query = { address, scale: written.scale, norm: Math.sqrt(energy), lost, tail: 0 };
    // What is left of a unit vector, with what sums of 64 bits may be off by.
    query.tail = part.to === vector.length ? 0 : Math.sqrt(Math.max(0, 1 - energy)) + 1e-7;
    address += part.padded * 2;
    return query;
  });
}

function writeQueryPart(
  { i16 }: Views,
  { from, to, padded, queryMax }: RowPart,
  at: number,
  vector: Float32Array,
  length: number,
): { scale: number; lost: number; energy: number } {
  const start = at >>> 1;
  const scale = largest(vector, from, to) / length / queryMax;
  let lost = 0;
  let energy = 0;
  for (let dim = from; dim < to; dim++) {
    const value = (vector[dim] ?? 0) / length;
    const whole = scale > 0 ? Math.round(value / scale) : 0;
    i16[start + dim - from] = whole;
    const difference = value - whole * scale;
    lost += difference * difference;
    energy += value * value;
  }
  i16.fill(0, start + to - from, start + padded);
  return { scale, lost, energy };
}
