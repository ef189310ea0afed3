import type { ChartPoint } from "@/lib/platform/chart";

/**
 * Powers of ten that enclose all values, for a logarithmic axis: `[1, 10, 100]`. Values that such an
 * axis cannot show (zero and below) do not count; without any the axis is one decade.
 */
export function decadesOf(points: readonly ChartPoint[]): number[] {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const { values, dotted } of points)
    for (const value of [...Object.values(values), ...Object.values(dotted)])
      if (value !== null && value > 0) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
  if (high === 0) return [1, 10];
  const first = Math.floor(Math.log10(low));
  const last = Math.max(first + 1, Math.ceil(Math.log10(high)));
  return Array.from({ length: last - first + 1 }, (_, at) => 10 ** (first + at));
}
