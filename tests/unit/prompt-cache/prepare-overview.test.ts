import { describe, expect, test } from "vitest";
import { bucketText, prepareHeadline, prepareOverview } from "@/lib/prompt-cache/prepare-overview";
import { aBucket, aView, someTotals } from "./a-view";

const first = aBucket("2026-11-26T10:00:00.000Z", {
  requests: 10,
  hashHits: 5,
  semanticHits: 1,
  plainMisses: 4,
  saved: 3_000_000_000,
  overhead: 1_000_000_000,
  latency: {
    exact: { count: 5, p50: 0.1, p95: 0.2 },
    semantic: { count: 0 },
    bedrock: { count: 4, p50: 800, p95: 2_000 },
    lookup: { count: 10, p50: 0.07, p95: 0.1 },
  },
});
const fourth = aBucket("2026-11-26T10:03:00.000Z", { requests: 2, bypasses: 2, failed: 1 });
const last = aBucket("2026-11-26T10:04:00.000Z", { requests: 4, hashHits: 4, partial: true });
const view = aView({
  buckets: [first, fourth, last],
  total: someTotals({
    ...first,
    requests: 16,
    hashHits: 9,
    bypasses: 2,
    failed: 1,
  }),
  reasons: [
    { reason: "guard", count: 1 },
    { reason: "below_threshold", count: 3 },
    { reason: "redis_down", count: 2 },
    { reason: "judge", count: 0 },
  ],
});

describe("the overview's charts", () => {
  const prepared = prepareOverview(view);

  test("a missing bucket is a gap, not a zero", () => {
    const { points } = prepared.hitRate;
    expect(points.map(({ counted }) => counted)).toEqual([true, false, false, true, true]);
    expect(Object.values(points[1]?.values ?? {})).toEqual([null, null, null, null, null]);
    expect(points[0]?.values).toMatchObject({ exact: 0.5, semantic: 0.1, plain: 0.4 });
  });

  test("the partial bucket is dotted, from the whole one before it", () => {
    const { points } = prepared.hitRate;
    expect(points[4]).toMatchObject({
      partial: true,
      values: { exact: null },
      dotted: { exact: 1 },
    });
    expect(points[3]).toMatchObject({ partial: false, values: { exact: 0 }, dotted: { exact: 0 } });
    expect(points[0]?.dotted.exact).toBeNull();
  });

  test("net savings take off what embedding cost, also below zero", () => {
    expect(prepared.savings.points[0]?.values.net).toBe(2);
    const costly = prepareOverview({
      ...view,
      total: { ...view.total, saved: 1_000_000, overhead: 3_000_000 },
    });
    expect(costly.savings.summary).toContain("cost $0.002 more than it saved");
  });

  test("a layer without requests in a bucket has a gap there", () => {
    expect(prepared.latency.points[0]?.values["exact.p50"]).toBe(0.1);
    expect(prepared.latency.points[0]?.values["semantic.p50"]).toBeNull();
    expect(prepared.latency.summary).toContain("8,000 times as fast as the model");
  });

  test("reasons come most frequent first, without those that never were", () => {
    expect(prepared.reasons.bars.map(({ reason, share }) => [reason, share])).toEqual([
      ["below_threshold", 0.5],
      ["redis_down", 2 / 6],
      ["guard", 1 / 6],
    ]);
  });

  test("nothing at all is said, not drawn as zero", () => {
    const empty = prepareOverview(aView());
    for (const chart of [empty.hitRate, empty.requests, empty.savings, empty.latency])
      expect(chart).toMatchObject({ empty: true, summary: expect.stringMatching(/^No /) });
    expect(empty.reasons.bars).toEqual([]);
    expect(empty.hitRate.points).toHaveLength(5);
    expect(prepareHeadline(aView()).map(({ value }) => value)).toEqual(["–", "0", "$0.00", "0"]);
  });
});

describe("the comparison with the range before", () => {
  const before = someTotals({ requests: 10, hashHits: 4, saved: 500_000_000, overhead: 0 });

  test("says points and money, up or down", () => {
    expect(prepareOverview({ ...view, previous: before }).comparison).toBe(
      "Hit rate 62.5%, up 22.5 points on the 5 minutes before; $2.00 net saved, $1.50 more.",
    );
    expect(
      prepareOverview({ ...view, total: before, previous: { ...view.total, hashHits: 9 } })
        .comparison,
    ).toBe("Hit rate 40%, down 22.5 points on the 5 minutes before; $0.50 net saved, $1.50 less.");
  });

  test("says when there is nothing to compare with", () => {
    expect(prepareOverview(view).comparison).toContain(
      "nothing was counted in the 5 minutes before",
    );
    expect(prepareOverview(aView()).comparison).toBe(
      "No request came in this time, nor in the one before.",
    );
  });
});

test("buckets are named as people name them", () => {
  expect([60, 300, 3_600, 7_200, 86_400, 172_800].map(bucketText)).toEqual([
    "a minute",
    "5 minutes",
    "an hour",
    "2 hours",
    "a day",
    "2 days",
  ]);
});
