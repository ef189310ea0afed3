/** What a chart is drawn from. Everything is decided by whoever prepares it; drawing decides nothing. */

/** How values are read: a share 0 to 1, whole numbers, US dollars, milliseconds. */
export type ChartUnit = "share" | "count" | "usd" | "ms";

export interface ChartSeries {
  key: string;
  label: string;
  /** Line charts: a second series of the same layer is told apart by its dash, not by colour alone. */
  dash?: "solid" | "dashed";
}

export interface ChartPoint {
  /** Start and end of the bucket, Unix milliseconds; only its place where it has a `label`. */
  at: number;
  end: number;
  /** What the bucket is called where it is no span of time. */
  label?: string;
  /** Still being filled: drawn dotted. */
  partial: boolean;
  /** False: nothing was counted, a gap. */
  counted: boolean;
  /** By series; null is a gap. A partial bucket's values are in `dotted` only. */
  values: Record<string, number | null>;
  /** The dotted end of a line: the partial bucket and the one before it, else null. */
  dotted: Record<string, number | null>;
}

export interface PreparedChart {
  title: string;
  /** One sentence that says what the picture shows. */
  summary: string;
  unit: ChartUnit;
  /** `stacked` is drawn as areas or bars on top of each other, in this order from below. */
  kind: "stacked" | "line" | "bar";
  /** What the buckets are, for the table's first column; `Time` unless said. */
  axis?: string;
  series: ChartSeries[];
  points: ChartPoint[];
  /** Nothing was counted in the whole range. */
  empty: boolean;
}
