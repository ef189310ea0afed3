"use client";

import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from "recharts";
import { colourOf } from "@/components/data/chart/colour";
import { decadesOf } from "@/components/data/chart/decades";
import { formatTick, formatTime } from "@/components/data/chart/format";
import { PLOT } from "@/components/data/chart/geometry";
import type { ChartPoint, PreparedChart } from "@/lib/platform/chart";

const TICK = { fill: "var(--muted)", fontSize: 11 };

/** Draws a prepared chart; decides nothing. Hidden from assistive technology: readout and table say the same. */
export default function ChartCanvas({
  chart,
  spanMs,
  utc,
}: {
  chart: PreparedChart;
  spanMs: number;
  utc: boolean;
}) {
  const { unit, kind, points } = chart;
  const decades = unit === "ms" ? decadesOf(points) : undefined;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={points}
        margin={{ left: 0, right: PLOT.right, top: PLOT.top, bottom: 0 }}
        barCategoryGap="8%"
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="at"
          scale="band"
          height={PLOT.bottom}
          tick={TICK}
          tickLine={false}
          axisLine={{ stroke: "var(--line-strong)" }}
          minTickGap={40}
          tickFormatter={(at: number) =>
            points.find((point) => point.at === at)?.label ?? formatTime(at, spanMs, utc)
          }
        />
        <YAxis
          width={PLOT.left}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          tickFormatter={(value: number) => formatTick(value, unit)}
          {...(unit === "share" ? { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1] } : {})}
          {...(decades
            ? {
                scale: "log" as const,
                domain: [Math.min(...decades), Math.max(...decades)],
                ticks: decades,
              }
            : {})}
          {...(unit === "count" ? { allowDecimals: false } : {})}
        />
        {unit === "usd" ? <ReferenceLine y={0} stroke="var(--line-strong)" /> : null}
        {kind === "line" ? linesOf(chart) : barsOf(chart)}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

const still = { isAnimationActive: false, legendType: "none" as const };

function barsOf({ series }: PreparedChart) {
  return series.flatMap(({ key }) => {
    const fill = colourOf(series, key);
    return [
      <Bar
        key={key}
        {...still}
        stackId="all"
        fill={fill}
        dataKey={(point: ChartPoint) => point.values[key]}
      />,
      <Bar
        key={`${key} partial`}
        {...still}
        stackId="all"
        fill={fill}
        fillOpacity={0.45}
        stroke={fill}
        strokeDasharray="2 2"
        dataKey={(point: ChartPoint) => (point.partial ? point.dotted[key] : null)}
      />,
    ];
  });
}

function linesOf({ series, points }: PreparedChart) {
  return series.flatMap(({ key, dash }) => {
    const stroke = colourOf(series, key);
    // A lone value between two gaps has no line to lie on.
    const loneDot = (of: "values" | "dotted", opacity: number) => {
      const at = (index: number) => points[index]?.[of][key] ?? null;
      return ({ cx, cy, index = -1 }: { cx?: number; cy?: number; index?: number }) =>
        at(index) !== null && at(index - 1) === null && at(index + 1) === null ? (
          <circle key={index} cx={cx} cy={cy} r={2.5} fill={stroke} fillOpacity={opacity} />
        ) : (
          <g key={index} />
        );
    };
    return [
      <Line
        key={key}
        {...still}
        type="linear"
        stroke={stroke}
        strokeWidth={1.75}
        activeDot={false}
        dataKey={(point: ChartPoint) => point.values[key]}
        {...(dash === "dashed" ? { strokeDasharray: "5 3" } : {})}
        dot={loneDot("values", 1)}
      />,
      <Line
        key={`${key} partial`}
        {...still}
        type="linear"
        stroke={stroke}
        strokeWidth={1.75}
        strokeDasharray="1 3"
        strokeLinecap="round"
        dot={loneDot("dotted", 0.5)}
        activeDot={false}
        dataKey={(point: ChartPoint) => point.dotted[key]}
      />,
    ];
  });
}
