import { describe, expect, test } from "vitest";
import { coverTime, stepOf, timeFrame } from "@/lib/prompt-cache/bucket-size";
import { RANGES, type Range } from "@/lib/prompt-cache/overview";

const NOW = Date.parse("2026-11-26T10:17:42.000Z");
const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

describe("buckets of a range", () => {
  test.each<[Range, number, number]>([
    ["15m", 60, 15],
    ["1h", 60, 60],
    ["6h", 300, 72],
    ["24h", 3_600, 24],
    ["7d", 7_200, 84],
    ["30d", 21_600, 120],
    ["90d", 86_400, 90],
  ])(
    "%s is shown in buckets of %d s, %d of them, the last one being now",
    (range, width, count) => {
      const frame = timeFrame({ range }, NOW);
      expect(frame.bucketSeconds).toBe(width);
      expect((frame.to - frame.from) / width).toBe(count);
      expect(frame.from % width).toBe(0);
      expect(frame.to * 1000).toBeGreaterThan(NOW);
      expect(frame.to - NOW / 1000).toBeLessThanOrEqual(width);
    },
  );

  test("a whole hour begins a new bucket", () => {
    const frame = timeFrame({ range: "24h" }, Date.parse("2026-11-26T10:00:00.000Z"));
    expect(iso(frame.to)).toBe("2026-11-26T11:00:00.000Z");
  });

  test("a brushed part holds the whole of it and is as fine as what is still kept", () => {
    const recent = timeFrame(
      { range: "1h", from: "2026-11-26T09:00:30.000Z", to: "2026-11-26T09:10:10.000Z" },
      NOW,
    );
    expect([iso(recent.from), iso(recent.to), recent.bucketSeconds]).toEqual([
      "2026-11-26T09:00:00.000Z",
      "2026-11-26T09:11:00.000Z",
      60,
    ]);
    const old = { from: "2026-11-20T09:00:30.000Z", to: "2026-11-20T12:10:10.000Z" };
    expect(timeFrame({ range: "1h", ...old }, NOW).bucketSeconds).toBe(3_600);
    const older = { from: "2026-09-20T09:00:30.000Z", to: "2026-09-20T12:10:10.000Z" };
    expect(timeFrame({ range: "1h", ...older }, NOW).bucketSeconds).toBe(86_400);
  });

  test.each([
    ["turned around", "2026-11-26T10:00:00.000Z", "2026-11-26T09:00:00.000Z"],
    ["from the beginning of time", "1970-01-01T00:00:00.000Z", "2026-11-26T09:00:00.000Z"],
    ["to the end of it", "2026-11-26T09:00:00.000Z", "9999-12-31T23:59:59.000Z"],
    ["all in the future", "2027-11-26T09:00:00.000Z", "2028-11-26T09:00:00.000Z"],
  ])("a brush %s stays a sane number of buckets", (_, from, to) => {
    const frame = timeFrame({ range: "1h", from, to }, NOW);
    const count = (frame.to - frame.from) / frame.bucketSeconds;
    expect(count).toBeGreaterThanOrEqual(1);
    expect(count).toBeLessThanOrEqual(121);
    expect(Number.isInteger(count)).toBe(true);
  });
});

describe("which hashes are read", () => {
  test.each(Object.keys(RANGES) as Range[])("%s is covered once and wholly", (range) => {
    const { from, to } = timeFrame({ range }, NOW);
    const parts = coverTime(from, to, NOW / 1000);
    let at = from;
    for (const { step, start } of parts) {
      expect(start).toBe(at);
      expect(start % step.seconds).toBe(0);
      at += step.seconds;
    }
    expect(at).toBe(to);
  });

  test("a month takes days in the middle, not seven hundred hours", () => {
    const { from, to } = timeFrame({ range: "30d" }, NOW);
    expect(coverTime(from, to, NOW / 1000).length).toBeLessThan(80);
  });

  test("what is no longer kept by the minute begins at the nearest hour", () => {
    const from = Date.parse("2026-11-20T09:40:00.000Z") / 1000;
    const [first] = coverTime(from, from + 7_200, NOW / 1000);
    expect([first?.step.letter, iso(first?.start ?? 0)]).toEqual(["h", "2026-11-20T10:00:00.000Z"]);
  });

  test("a bucket is read by the coarsest step that fits it", () => {
    expect([60, 300, 3_600, 7_200, 86_400, 172_800].map((width) => stepOf(width).letter)).toEqual([
      "m",
      "m",
      "h",
      "h",
      "d",
      "d",
    ]);
  });
});
