/** One group of figures: what was measured, side by side, and how. */
export interface Figures {
  title: string;
  /** How the figures are taken, one sentence a line. */
  how: string[];
  header: string[];
  rows: string[][];
}

/** The group as text: the first column to the left, figures to the right, then how they are taken. */
export function asTable({ title, how, header, rows }: Figures): string {
  const widths = header.map((_, at) =>
    Math.max(...[header, ...rows].map((row) => (row[at] ?? "").length)),
  );
  const line = (row: string[]) =>
    widths
      .map((width, at) =>
        at === 0 ? (row[at] ?? "").padEnd(width) : (row[at] ?? "").padStart(width),
      )
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [title, "", line(header), rule, ...rows.map(line), "", ...how, ""].join("\n");
}
