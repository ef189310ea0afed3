import type { ChartSeries } from "@/lib/platform/chart";

const COLOURS = 5;

/** Series of one family (`exact.p50`, `exact.p95`) share a colour and differ by their dash. */
export function colourOf(series: readonly ChartSeries[], key: string): string {
  const families = [...new Set(series.map((each) => familyOf(each.key)))];
  const at = families.indexOf(familyOf(key));
  return `var(--chart-${(Math.max(0, at) % COLOURS) + 1})`;
}

const familyOf = (key: string): string => key.split(".", 1)[0] ?? key;
