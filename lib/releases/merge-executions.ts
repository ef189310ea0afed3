import type { ExecutionRow } from "./model";

/** Newest first, each once; a live row wins over the same one from an older page. */
export function mergeExecutions(live: ExecutionRow[], older: ExecutionRow[]): ExecutionRow[] {
  const seen = new Set(live.map((row) => row.id));
  return [
    ...live,
    ...older.filter((row) => {
      if (seen.has(row.id)) return false;
      seen.add(row.id);
      return true;
    }),
  ];
}
