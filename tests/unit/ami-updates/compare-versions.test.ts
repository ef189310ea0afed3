import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeLevel, compareSegments, compareVersions } from "@/lib/ami-updates/compare-versions";

/** Of rpm's own tests (tests/rpmvercmp.at). */
const RPM: [left: string, right: string, order: number][] = [
  ["1.0", "1.0", 0],
  ["1.0", "2.0", -1],
  ["2.0.1", "2.0.1", 0],
  ["2.0", "2.0.1", -1],
  ["2.0.1a", "2.0.1a", 0],
  ["2.0.1a", "2.0.1", 1],
  ["5.5p1", "5.5p2", -1],
  ["5.5p10", "5.5p1", 1],
  ["10xyz", "10.1xyz", -1],
  ["xyz10", "xyz10.1", -1],
  ["xyz.4", "8", -1],
  ["5.5p2", "5.6p1", -1],
  ["5.6p1", "6.5p1", -1],
  ["6.0.rc1", "6.0", 1],
  ["10b2", "10a1", 1],
  ["1.0aa", "1.0a", 1],
  ["10.0001", "10.1", 0],
  ["10.0001", "10.0039", -1],
  ["4.999.9", "5.0", -1],
  ["20101121", "20101122", -1],
  ["2_0", "2_0", 0],
  ["2.0", "2_0", 0],
  ["a", "a", 0],
  ["a+", "a_", 0],
  ["+a", "_a", 0],
  ["+", "_", 0],
  ["1.0~rc1", "1.0", -1],
  ["1.0~rc1", "1.0~rc2", -1],
  ["1.0~rc1~git123", "1.0~rc1", -1],
  ["1.0^", "1.0", 1],
  ["1.0^git1", "1.0^git2", -1],
  ["1.0^git1", "1.01", -1],
  ["1.0^20160101", "1.0.1", -1],
  ["1.0^20160101^git1", "1.0^20160102", -1],
  ["1.0~rc1^git1", "1.0~rc1", 1],
  ["1.0^git1~pre", "1.0^git1", -1],
  ["99999999999999999999", "100000000000000000000", -1],
];

describe("versions are ordered as rpm does", () => {
  it.each(RPM)("%s and %s", (left, right, order) => {
    expect(compareSegments(left, right)).toBe(order);
    expect(compareSegments(right, left)).toBe(order === 0 ? 0 : -order);
  });

  it.each([
    ["1:1.0-1", "2.0-1", 1],
    ["0:2.0-1", "2.0-1", 0],
    ["2.2.4-1.amzn2023.0.1", "2.2.4-1.amzn2023.0.3", -1],
    ["1.7.27", "1.7.27-1.eks.amzn2023.0.4", 0],
    ["6.12.53-69.119.amzn2023", "6.1.156-177.286.amzn2023", 1],
    ["2.15.0g", "2.16.1g", -1],
    ["580.95.05-1.el9", "570.172.08", 1],
  ] as const)("epoch, version and release: %s and %s", (left, right, order) => {
    expect(compareVersions(left, right)).toBe(order);
  });

  it("is an order: whatever is compared, turned around it is the opposite, and it carries over", () => {
    const version = fc.stringMatching(/^[0-9a-z.~^+_-]{1,12}$/);
    const sign = (value: number) => (value === 0 ? 0 : -value);
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(compareSegments(a, a)).toBe(0);
        expect(compareSegments(b, a)).toBe(sign(compareSegments(a, b)));
        if (compareSegments(a, b) <= 0 && compareSegments(b, c) <= 0)
          expect(compareSegments(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 2_000 },
    );
  });
});

it.each([
  ["1.7.27-1", "2.1.4-1", "major"],
  ["5.10.245-1", "6.1.1-1", "major"],
  ["1:2.0-1", "2:2.0-1", "major"],
  ["6.1.156-1", "6.12.53-1", "minor"],
  ["2.1.5-1", "2.2.1-1", "minor"],
  ["3.3.3598.0-1", "3.3.4108.0-1", "patch"],
  ["2.15.0g", "2.15.1g", "patch"],
  ["2.2.1-1.amzn2023.0.1", "2.2.1-1.amzn2023.0.2", "release"],
  ["1.7.27", "1.7.27-1.eks", "release"],
  ["2.0", "2.0", undefined],
] as const)("from %s to %s is a step of %s", (from, to, level) => {
  expect(changeLevel(from, to)).toBe(level);
});
