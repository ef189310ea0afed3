import { describe, expect, it } from "vitest";
import { formatAbsolute, formatDuration, formatElapsed, formatRelative } from "@/lib/platform/time";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const ago = (seconds: number) => NOW - seconds * 1000;

describe("formatRelative", () => {
  it.each([
    [0, "just now"],
    [4, "just now"],
    [5, "5 s ago"],
    [59, "59 s ago"],
    [60, "1 min ago"],
    [3599, "59 min ago"],
    [3600, "1 h ago"],
    [86_399, "23 h ago"],
    [86_400, "1 d ago"],
    [-3, "in a moment"],
    [-90, "in 1 min"],
    [-604_800, "in 7 d"],
  ])("%s seconds ago reads %s", (seconds, text) => {
    expect(formatRelative(ago(seconds), NOW)).toBe(text);
  });

  it("reads ISO texts and says when it cannot", () => {
    expect(formatRelative("2026-11-24T11:58:00.000Z", NOW)).toBe("2 min ago");
    expect(formatRelative("yesterday", NOW)).toBe("unknown");
  });
});

describe("formatElapsed", () => {
  it.each([
    [0.4, "0 s"],
    [59.9, "59 s"],
    [61, "1 min"],
    [7_300, "2 h"],
    [200_000, "2 d"],
    [-5, "0 s"],
  ])("%s seconds read %s", (seconds, text) => {
    expect(formatElapsed(ago(seconds), NOW)).toBe(text);
  });
  it("says when it cannot", () => {
    expect(formatElapsed("yesterday", NOW)).toBe("unknown");
  });
});

describe("formatAbsolute", () => {
  it("names the zone", () => {
    expect(formatAbsolute("2026-11-24T03:04:05Z", { utc: true })).toBe("2026-11-24 03:04:05 UTC");
  });
  it("writes midnight as 00", () => {
    expect(formatAbsolute("2026-11-24T00:00:00Z", { utc: true })).toBe("2026-11-24 00:00:00 UTC");
  });
  it("does not invent a time", () => {
    expect(formatAbsolute("", { utc: true })).toBe("unknown");
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0 s"],
    [-5, "0 s"],
    [840, "840 ms"],
    [12_400, "12 s"],
    [185_000, "3 min 05 s"],
    [7_440_000, "2 h 04 min"],
    [273_600_000, "3 d 4 h"],
    [Number.NaN, "unknown"],
  ])("%s ms reads %s", (span, text) => {
    expect(formatDuration(span)).toBe(text);
  });
});
