import { describe, expect, it } from "vitest";
import { colourOf } from "@/components/data/chart/colour";
import { decadesOf } from "@/components/data/chart/decades";
import { formatBucket, formatTick, formatTime, formatValue } from "@/components/data/chart/format";
import { indexAt, ordered, percentOf } from "@/components/data/chart/geometry";
import type { ChartPoint } from "@/lib/platform/chart";

const MINUTE = 60_000;
const AT = Date.UTC(2026, 10, 26, 14, 2);
const aPoint = (change: Partial<ChartPoint> = {}): ChartPoint => ({
  at: AT,
  end: AT + MINUTE,
  partial: false,
  counted: true,
  values: {},
  dotted: {},
  ...change,
});

describe("values and times of charts", () => {
  it.each([
    [0.6249, "share", "62.5%"],
    [1_204_000, "count", "1,204,000"],
    [12.4, "usd", "$12.40"],
    [0.000012, "usd", "$0.000012"],
    [-0.03, "usd", "−$0.030"],
    [0, "usd", "$0"],
    [0.061, "ms", "61 µs"],
    [2_100, "ms", "2.1 s"],
    [null, "count", "–"],
    [Number.NaN, "usd", "–"],
  ] as const)("%s as %s reads %s", (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it("is shorter on an axis", () => {
    expect(formatTick(0.25, "share")).toBe("25%");
    expect(formatTick(12_000, "count")).toBe("12k");
    expect(formatTick(0.000012, "usd")).toBe("$1.2e-5");
  });

  it("names a bucket by its time, and says when it still counts", () => {
    expect(formatBucket(aPoint(), true)).toBe("26 Nov, 14:02–14:03");
    expect(formatBucket(aPoint({ partial: true }), true)).toMatch(/still counting/);
    expect(
      formatBucket(aPoint({ at: Date.UTC(2026, 10, 26), end: Date.UTC(2026, 10, 27) }), true),
    ).toBe("26 Nov");
  });

  it("says the day only where the axis is longer than one", () => {
    expect(formatTime(AT, 3_600_000, true)).toBe("14:02");
    expect(formatTime(AT, 7 * 86_400_000, true)).toBe("26 Nov, 14:02");
    expect(formatTime(AT, 90 * 86_400_000, true)).toBe("26 Nov");
  });
});

describe("geometry of charts", () => {
  it("finds the bucket under the pointer, also beyond the edges", () => {
    expect([-5, 0, 49, 50, 100, 500].map((x) => indexAt(x, 100, 2))).toEqual([0, 0, 0, 1, 1, 1]);
    expect(indexAt(10, 0, 5)).toBe(0);
  });
  it("orders a selection and places its edges", () => {
    expect(ordered(7, 3)).toEqual([3, 7]);
    expect(percentOf(3, 4)).toBe(75);
    expect(percentOf(0, 0)).toBe(0);
  });
  it("encloses all values in decades", () => {
    const points = [
      aPoint({ values: { a: 0.4, b: null } }),
      aPoint({ dotted: { a: 2_300, b: 0 } }),
    ];
    expect(decadesOf(points)).toEqual([0.1, 1, 10, 100, 1_000, 10_000]);
    expect(decadesOf([])).toEqual([1, 10]);
    expect(decadesOf([aPoint({ values: { a: 10 } })])).toEqual([10, 100]);
  });
  it("gives a family of series one colour", () => {
    const series = ["exact.p50", "exact.p95", "model.p50"].map((key) => ({ key, label: key }));
    expect(series.map(({ key }) => colourOf(series, key))).toEqual([
      "var(--chart-1)",
      "var(--chart-1)",
      "var(--chart-2)",
    ]);
  });
});
