import { describe, expect, it } from "vitest";
import { asTable } from "../../bench/report/as-table.ts";
import { percentile } from "../../bench/report/percentile.ts";

const HUNDRED = Array.from({ length: 100 }, (_, at) => 100 - at);

describe("percentile", () => {
  it.each([
    [HUNDRED, 0.5, 50],
    [HUNDRED, 0.95, 95],
    [HUNDRED, 1, 100],
    [[7], 0.95, 7],
    [[3, 1, 2], 0.5, 2],
  ])("of %j at %d is %d", (samples, share, expected) => {
    expect(percentile(samples, share)).toBe(expected);
  });

  it.each([[[]], [[1, Number.NaN]]])("refuses %j: nothing was measured", (samples) => {
    expect(() => percentile(samples, 0.95)).toThrow("Nothing was measured.");
  });
});

describe("asTable", () => {
  it("aligns names to the left and figures to the right, and says how they are taken", () => {
    const text = asTable({
      title: "Loads, ms",
      header: ["", "p50"],
      rows: [
        ["cold", "120"],
        ["warm, again", "9"],
      ],
      how: ["By a clock."],
    });
    expect(text.split("\n")).toEqual([
      "Loads, ms",
      "",
      "             p50",
      "-----------  ---",
      "cold         120",
      "warm, again    9",
      "",
      "By a clock.",
      "",
    ]);
  });
});
