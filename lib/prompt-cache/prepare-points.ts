import type { ChartPoint } from "@/lib/platform/chart";
import type { OverviewBucket, OverviewView } from "./overview";

type Frame = Pick<OverviewView, "from" | "to" | "bucketSeconds" | "buckets">;

/**
 * One point per bucket of the range, also for those in which nothing was counted: a missing bucket
 * is a gap, never a zero. `valuesOf` gives null where a bucket has no such value.
 */
export function preparePoints(
  view: Frame,
  keys: readonly string[],
  valuesOf: (bucket: OverviewBucket) => Record<string, number | null | undefined>,
): ChartPoint[] {
  const length = view.bucketSeconds * 1000;
  const byStart = new Map(view.buckets.map((bucket) => [Date.parse(bucket.start), bucket]));
  const points: ChartPoint[] = [];
  for (let at = Date.parse(view.from); at < Date.parse(view.to); at += length) {
    const bucket = byStart.get(at);
    const values = bucket ? valuesOf(bucket) : {};
    points.push({
      at,
      end: at + length,
      partial: bucket?.partial ?? false,
      counted: bucket !== undefined,
      values: pick(keys, (key) => values[key] ?? null),
      dotted: pick(keys, () => null),
    });
  }
  return points.map((point, index) => dotPartial(keys, point, points[index + 1]));
}

/** The line goes dotted from the last whole bucket to the partial one. */
function dotPartial(keys: readonly string[], point: ChartPoint, after?: ChartPoint): ChartPoint {
  if (point.partial) return { ...point, dotted: point.values, values: pick(keys, () => null) };
  if (after?.partial) return { ...point, dotted: point.values };
  return point;
}

const pick = (keys: readonly string[], value: (key: string) => number | null) =>
  Object.fromEntries(keys.map((key) => [key, value(key)]));
