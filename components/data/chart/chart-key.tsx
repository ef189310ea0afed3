import { colourOf } from "@/components/data/chart/colour";
import type { PreparedChart } from "@/lib/platform/chart";

/** Which colour and dash is which series. */
export function ChartKey({ chart }: { chart: PreparedChart }) {
  const { series, kind } = chart;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-meta text-muted">
      {series.map(({ key, label, dash }) => (
        <li key={key} className="flex items-center gap-1.5">
          <svg
            aria-hidden="true"
            viewBox="0 0 16 10"
            className="h-2.5 w-4 shrink-0 forced-color-adjust-none"
          >
            {kind === "line" ? (
              <line
                x1="0"
                y1="5"
                x2="16"
                y2="5"
                stroke={colourOf(series, key)}
                strokeWidth="2.5"
                strokeDasharray={dash === "dashed" ? "5 3" : undefined}
              />
            ) : (
              <rect x="3" width="10" height="10" rx="2" fill={colourOf(series, key)} />
            )}
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}
