import { describe, expect, test } from "vitest";
import { formatLatency } from "@/lib/platform/format";
import { formatUsd, formatUsdChange, toUsd } from "@/lib/platform/money";
import { answerShares, formatShare, hitRate } from "@/lib/prompt-cache/hit-rate";
import {
  LATENCY_BUCKETS,
  latencyBucket,
  percentileMs,
  upperEdgeMs,
} from "@/lib/prompt-cache/latency";
import { someTotals } from "./a-view";

describe("money", () => {
  test.each([
    [0, "$0.00"],
    [1, "$0.000000001"],
    [12_000, "$0.000012"],
    [12_345, "$0.000012"],
    [10_000, "$0.00001"],
    [4_200_000, "$0.0042"],
    [50_000_000, "$0.05"],
    [99_900_000, "$0.10"],
    [123_000_000, "$0.12"],
    [12_400_000_000, "$12.40"],
    [1_234_560_000_000, "$1,234.56"],
    [12_400_000_000_000, "$12,400"],
    [-30_000_000, "−$0.03"],
    [Number.NaN, "–"],
  ])("%d nano-dollars read %s", (nano, text) => {
    expect(formatUsd(nano)).toBe(text);
  });

  test("a change carries its sign, and none is none", () => {
    expect([2_000_000_000, 0, -2_000_000_000].map(formatUsdChange)).toEqual([
      "+$2.00",
      "$0.00",
      "−$2.00",
    ]);
    expect(toUsd(1_500_000_000)).toBe(1.5);
  });
});

describe("hit rate", () => {
  const totals = someTotals({
    requests: 10,
    hashHits: 4,
    semanticHits: 1,
    compressedMisses: 2,
    plainMisses: 2,
    bypasses: 1,
  });

  test("is hits of all requests, and the shares are all of them", () => {
    expect(hitRate(totals)).toBe(0.5);
    const shares = answerShares(totals);
    expect(Object.values(shares ?? {}).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(hitRate(someTotals())).toBeUndefined();
    expect(answerShares(someTotals())).toBeUndefined();
  });

  test.each([
    [undefined, "–"],
    [0, "0%"],
    [0.0004, "<0.1%"],
    [0.624, "62.4%"],
    [0.62, "62%"],
    [0.9996, ">99.9%"],
    [1, "100%"],
  ])("the share %d reads %s", (share, text) => {
    expect(formatShare(share)).toBe(text);
  });
});

describe("latency", () => {
  test("each bucket begins where the one before ends, up to the open one", () => {
    for (let at = 0; at < LATENCY_BUCKETS - 1; at += 1) {
      expect(latencyBucket(upperEdgeMs(at) - 0.001)).toBe(at);
      expect(latencyBucket(upperEdgeMs(at))).toBe(at + 1);
    }
    for (const long of [60_000, 1e9, Number.MAX_VALUE, Number.POSITIVE_INFINITY])
      expect(latencyBucket(long)).toBe(LATENCY_BUCKETS - 1);
    for (const nonsense of [Number.NaN, -1, 0]) expect(latencyBucket(nonsense)).toBe(0);
  });

  test("a percentile is within its bucket, so at most twice off", () => {
    const times = Array.from({ length: 1_000 }, (_, at) => 0.05 * 1.012 ** at);
    const counts = new Float64Array(LATENCY_BUCKETS);
    for (const ms of times) {
      const at = latencyBucket(ms);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    for (const q of [0.1, 0.5, 0.95, 0.99]) {
      const truth = times[Math.ceil(q * times.length) - 1] ?? 0;
      const told = percentileMs(counts, q) ?? 0;
      expect(told / truth).toBeGreaterThan(0.5);
      expect(told / truth).toBeLessThan(2);
    }
    expect(percentileMs(new Float64Array(LATENCY_BUCKETS), 0.5)).toBeUndefined();
    expect(percentileMs([], 0.5)).toBeUndefined();
  });

  test.each([
    [undefined, "–"],
    [0.0614, "61 µs"],
    [0.9999, "1 ms"],
    [1.44, "1.4 ms"],
    [840.2, "840 ms"],
    [999.9, "1 s"],
    [2_140, "2.1 s"],
  ])("%d ms reads %s", (ms, text) => {
    expect(formatLatency(ms)).toBe(text);
  });
});
