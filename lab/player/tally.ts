import type { Sent } from "./send-prompt.ts";

/** The outcomes that are always told, in this order; others follow as they come. */
const KNOWN = ["hash_hit", "semantic_hit", "miss", "bypass"];

export interface Tally {
  add(sent: Sent): void;
  readonly requests: number;
  /** One line of counts, for looking on. */
  line(): string;
  /** The table at the end, and every kind of error with an example. */
  table(): string;
}

/** Counts what happened to prompts. */
export function createTally(options: { direct?: boolean } = {}): Tally {
  const times = new Map<string, number[]>();
  const errors = new Map<string, { count: number; example: string }>();
  const all: number[] = [];
  const count = (outcome: string) => times.get(outcome)?.length ?? 0;
  const order = () => {
    const known = options.direct ? ["direct"] : KNOWN;
    const others = [...times.keys()].filter((name) => !known.includes(name) && name !== "error");
    return [...known, ...others];
  };
  return {
    add({ outcome, milliseconds, error }) {
      const kept = times.get(outcome);
      if (kept) kept.push(milliseconds);
      else times.set(outcome, [milliseconds]);
      all.push(milliseconds);
      if (!error) return;
      const same = errors.get(error.name) ?? { count: 0, example: error.message };
      same.count++;
      errors.set(error.name, same);
    },
    get requests() {
      return all.length;
    },
    line: () =>
      [
        `${all.length} requests`,
        ...order().map((name) => `${name} ${count(name)}`),
        `errors ${count("error")}`,
      ].join("  "),
    table() {
      const row = (name: string, values: number[]) => [
        name,
        String(values.length),
        `${((100 * values.length) / Math.max(1, all.length)).toFixed(1)} %`,
        percentile(values, 0.5),
        percentile(values, 0.95),
      ];
      const rows = [
        ["outcome", "requests", "share", "p50 ms", "p95 ms"],
        ...order().map((name) => row(name, times.get(name) ?? [])),
        row("errors", times.get("error") ?? []),
        row("all", all),
      ];
      const told = [...errors].map(([name, { count: times, example }]) => {
        return `${times} × ${name}: ${example}`;
      });
      return [...align(rows), ...(told.length > 0 ? ["", ...told] : [])].join("\n");
    },
  };
}

function percentile(values: number[], share: number): string {
  if (values.length === 0) return "–";
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] as number;
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

/** Names to the left, numbers to the right. */
function align(rows: string[][]): string[] {
  const widths = (rows[0] as string[]).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] as string).length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] as number) : cell.padStart(widths[column] as number),
      )
      .join("  "),
  );
}
