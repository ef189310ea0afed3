"use client";

import { valueIn } from "@/components/data/chart/chart-readout";
import { formatBucket, formatValue } from "@/components/data/chart/format";
import type { PreparedChart } from "@/lib/platform/chart";

/** The same figures as rows, newest first, or in the order of the axis; buckets in which nothing was counted are left out. */
export function ChartTable({ chart, utc }: { chart: PreparedChart; utc: boolean }) {
  const { series, points, unit, title, axis } = chart;
  const counted = points.filter((point) => point.counted);
  const rows = axis ? counted : counted.reverse();
  return (
    <section
      aria-label={`${title}, as a table`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-72 overflow-auto rounded-md border"
    >
      <table className="w-full border-separate border-spacing-0 text-meta">
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky top-0 border-b bg-raised px-3 py-1.5 text-start font-medium text-muted"
            >
              {axis ?? "Time"}
            </th>
            {series.map(({ key, label }) => (
              <th
                key={key}
                scope="col"
                className="sticky top-0 border-b bg-raised px-3 py-1.5 text-end font-medium text-muted"
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((point) => (
            <tr key={point.at} className="hover:bg-hover">
              <th scope="row" className="px-3 py-1 text-start font-normal whitespace-nowrap">
                {formatBucket(point, utc)}
              </th>
              {series.map(({ key }) => (
                <td key={key} className="px-3 py-1 text-end whitespace-nowrap">
                  {formatValue(valueIn(point, key), unit)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
