/**
 * Rows while the pointer is over them: each keeps its place, with its newest content; what is new
 * waits. `waiting` counts what is new; what has gone keeps its last content until the pointer leaves.
 */
export function holdRows<Row>(
  shown: readonly Row[],
  next: readonly Row[],
  keyOf: (row: Row) => string,
): { rows: Row[]; waiting: number } {
  const fresh = new Map(next.map((row) => [keyOf(row), row]));
  const rows = shown.map((row) => {
    const key = keyOf(row);
    const newer = fresh.get(key) ?? row;
    fresh.delete(key);
    return newer;
  });
  return { rows, waiting: fresh.size };
}
