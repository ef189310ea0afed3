/** Where the plot lies within a chart's box, px. The drawing and what lies over it agree on this. */
export const PLOT = { left: 60, right: 8, top: 12, bottom: 22 } as const;

/** The bucket under a pointer, and always one of them. */
export function indexAt(x: number, width: number, count: number): number {
  if (width <= 0 || count <= 0) return 0;
  return Math.min(count - 1, Math.max(0, Math.floor((x / width) * count)));
}

/** A selection's first and last bucket, in order. */
export const ordered = (one: number, other: number): [number, number] =>
  one <= other ? [one, other] : [other, one];

/** Percent from the left at which a bucket begins. */
export const percentOf = (index: number, count: number): number =>
  (index / Math.max(1, count)) * 100;
