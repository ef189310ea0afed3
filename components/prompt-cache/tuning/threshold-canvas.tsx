"use client";

import {
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from "recharts";
import type { CurvePoint } from "@/lib/prompt-cache/tuning";
import { WHAT_IF } from "@/lib/prompt-cache/what-if";
import { PLOT } from "./plot";

const TICK = { fill: "var(--muted)", fontSize: 11 };
const TICKS = [0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1];

/** One curve over the threshold; hidden from assistive technology, the table says the same. */
export default function ThresholdCanvas({
  curve,
  of,
  threshold,
  whatIf,
}: {
  curve: readonly CurvePoint[];
  of: "hits" | "precision";
  threshold: number;
  whatIf: number | undefined;
}) {
  const precision = of === "precision";
  const stroke = precision ? "var(--chart-3)" : "var(--chart-1)";
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={curve as CurvePoint[]}
        margin={{ left: 0, right: PLOT.right, top: 8, bottom: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          type="number"
          dataKey="threshold"
          domain={[WHAT_IF.min, WHAT_IF.max]}
          ticks={TICKS}
          height={22}
          tick={TICK}
          tickLine={false}
          axisLine={{ stroke: "var(--line-strong)" }}
          tickFormatter={(value: number) => value.toFixed(2)}
        />
        <YAxis
          width={PLOT.left}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          allowDecimals={precision}
          {...(precision
            ? {
                domain: [0, 1],
                ticks: [0, 0.5, 1],
                tickFormatter: (value: number) => `${Math.round(value * 100)}%`,
              }
            : {})}
        />
        <ReferenceLine x={threshold} stroke="var(--ink)" strokeWidth={1.5} />
        {whatIf === undefined || whatIf === threshold ? null : (
          <ReferenceLine
            x={whatIf}
            stroke="var(--accent)"
            strokeWidth={1.5}
            strokeDasharray="5 3"
          />
        )}
        <Line
          type="stepAfter"
          dataKey={of}
          stroke={stroke}
          strokeWidth={1.75}
          isAnimationActive={false}
          dot={precision ? { r: 2, fill: stroke, strokeWidth: 0 } : false}
          activeDot={false}
          legendType="none"
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}
