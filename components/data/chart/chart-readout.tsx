import { colourOf } from "@/components/data/chart/colour";
import { formatBucket, formatValue } from "@/components/data/chart/format";
import { cn } from "@/components/ui/cn";
import type { ChartPoint, PreparedChart } from "@/lib/platform/chart";

/** The value of a series in a bucket, also in one that is still being filled. */
export const valueIn = (point: ChartPoint, key: string): number | null =>
  (point.partial ? point.dotted[key] : point.values[key]) ?? null;

/** One sentence of a bucket, for whoever does not see the picture. */
export function readOut(chart: PreparedChart, point: ChartPoint, utc: boolean): string {
  const when = formatBucket(point, utc);
  if (!point.counted) return `${when}: nothing was counted`;
  const told = chart.series.map(
    ({ key, label }) => `${label} ${formatValue(valueIn(point, key), chart.unit)}`,
  );
  return `${when}: ${told.join(", ")}`;
}

/** What the cursor is on; stands on the side where there is room. */
export function ChartReadout({
  chart,
  point,
  percent,
  utc,
}: {
  chart: PreparedChart;
  point: ChartPoint;
  percent: number;
  utc: boolean;
}) {
  return (
    <div
      aria-hidden="true"
      style={
        percent > 50
          ? { right: `calc(${100 - percent}% + 8px)` }
          : { left: `calc(${percent}% + 16px)` }
      }
      className={cn(
        "pointer-events-none absolute top-0 z-2 grid min-w-44 gap-0.5 rounded-md border bg-page p-2 text-meta",
      )}
    >
      <p className="font-medium whitespace-nowrap">{formatBucket(point, utc)}</p>
      {point.counted ? (
        chart.series.map(({ key, label }) => (
          <p key={key} className="flex items-center gap-1.5 whitespace-nowrap">
            <span
              className="size-2 rounded-xs forced-color-adjust-none"
              style={{ background: colourOf(chart.series, key) }}
            />
            <span className="text-muted">{label}</span>
            <span className="ml-auto pl-3">{formatValue(valueIn(point, key), chart.unit)}</span>
          </p>
        ))
      ) : (
        <p className="text-muted">Nothing was counted</p>
      )}
    </div>
  );
}
