"use client";

import { ChartLine, Table2 } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useId, useState } from "react";
import { ChartKey } from "@/components/data/chart/chart-key";
import { ChartMarkers } from "@/components/data/chart/chart-markers";
import { ChartReadout, readOut } from "@/components/data/chart/chart-readout";
import { ChartTable } from "@/components/data/chart/chart-table";
import { PLOT, percentOf } from "@/components/data/chart/geometry";
import type { ChartMarker } from "@/components/data/chart/group-markers";
import { useChartCursor } from "@/components/data/chart/use-chart-cursor";
import { useTimeDisplay } from "@/components/data/clock";
import { Button } from "@/components/ui/button";
import type { PreparedChart } from "@/lib/platform/chart";

/** The drawing library is half of a page's code: it comes after the summary can be read. */
const ChartCanvas = dynamic(() => import("@/components/data/chart/chart-canvas"), { ssr: false });

/**
 * A chart with its title, one sentence of what it shows, its key, a reading of each bucket by
 * pointer or arrow keys, and the same figures as a table. `onBrush` gets the part of time selected.
 */
export function ChartFrame({
  chart,
  markers = [],
  onBrush,
  height = 200,
  aside,
}: {
  chart: PreparedChart;
  markers?: readonly ChartMarker[] | undefined;
  /** Unix milliseconds; the end is that of the last bucket selected. */
  onBrush?: ((from: number, to: number) => void) | undefined;
  /** Of the plot, px. */
  height?: number;
  aside?: ReactNode;
}) {
  const { utc } = useTimeDisplay();
  const [table, setTable] = useState(false);
  const id = useId();
  const Icon = table ? ChartLine : Table2;
  return (
    <section
      aria-labelledby={id}
      className="grid min-w-0 content-start gap-2 rounded-md border p-3"
    >
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h2 id={id}>{chart.title}</h2>
          <p className="text-muted">{chart.summary}</p>
        </div>
        {aside}
        {chart.empty ? null : (
          <Button variant="ghost" size="sm" aria-pressed={table} onClick={() => setTable(!table)}>
            <Icon aria-hidden="true" className="size-3.5" />
            {table ? "View as chart" : "View as table"}
          </Button>
        )}
      </div>
      {table ? (
        <ChartTable chart={chart} utc={utc} />
      ) : chart.empty ? (
        <p
          className="grid place-items-center rounded-md border border-dashed text-muted"
          style={{ height }}
        >
          Nothing was counted{chart.axis ? "" : " in this time"}
        </p>
      ) : (
        <>
          <Plot chart={chart} markers={markers} onBrush={onBrush} height={height} utc={utc} />
          <ChartKey chart={chart} />
        </>
      )}
    </section>
  );
}

function Plot({
  chart,
  markers,
  onBrush,
  height,
  utc,
}: {
  chart: PreparedChart;
  markers: readonly ChartMarker[];
  onBrush: ((from: number, to: number) => void) | undefined;
  height: number;
  utc: boolean;
}) {
  const { points } = chart;
  const from = points[0]?.at ?? 0;
  const to = points.at(-1)?.end ?? 0;
  const select = onBrush
    ? (first: number, last: number) => onBrush(points[first]?.at ?? from, points[last]?.end ?? to)
    : undefined;
  const { cursor, selection, handlers } = useChartCursor(points.length, select);
  const point = cursor === undefined ? undefined : points[cursor];
  const middle = cursor === undefined ? 0 : percentOf(cursor + 0.5, points.length);
  return (
    <div className="relative min-w-0" style={{ height }}>
      <div aria-hidden="true" className="absolute inset-0">
        <ChartCanvas chart={chart} spanMs={to - from} utc={utc} />
      </div>
      <div className="absolute" style={PLOT}>
        <div
          role="slider"
          tabIndex={0}
          aria-label={`${chart.title}: ${chart.axis ? chart.axis.toLowerCase() : "buckets of time"}`}
          aria-valuemin={0}
          aria-valuemax={points.length - 1}
          aria-valuenow={cursor ?? points.length - 1}
          aria-valuetext={readOut(chart, point ?? (points.at(-1) as (typeof points)[number]), utc)}
          aria-description={
            onBrush
              ? "Arrow keys move, Shift with arrows selects, Enter narrows to the selection."
              : undefined
          }
          className="absolute inset-0 touch-pan-y outline-offset-2 select-none"
          {...handlers}
        />
        {selection && selection[1] > selection[0] ? (
          <span
            aria-hidden="true"
            className="pointer-events-none absolute inset-y-0 border-x border-accent bg-accent/15"
            style={{
              left: `${percentOf(selection[0], points.length)}%`,
              right: `${100 - percentOf(selection[1] + 1, points.length)}%`,
            }}
          />
        ) : null}
        {point ? (
          <>
            <span
              aria-hidden="true"
              className="pointer-events-none absolute inset-y-0 border-l border-line-strong"
              style={{ left: `${middle}%` }}
            />
            <ChartReadout chart={chart} point={point} percent={middle} utc={utc} />
          </>
        ) : null}
        <ChartMarkers markers={markers} from={from} to={to} />
      </div>
    </div>
  );
}
