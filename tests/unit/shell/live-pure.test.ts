import { describe, expect, it } from "vitest";
import { backoff } from "@/components/shell/live/backoff";
import { indicate } from "@/components/shell/live/indicate";
import { parseLiveEvent } from "@/components/shell/live/live-event";
import { mergeTopics, sameTopics, TAB_GONE_MS } from "@/components/shell/live/merge-topics";
import { type LiveEntry, newerSnapshot, reduceLive } from "@/components/shell/live/reduce-live";
import { clockOffset, isStale } from "@/components/shell/live/staleness";
import { aSnapshot } from "./a-snapshot.ts";

const T0 = Date.parse("2026-11-24T12:00:00Z");
const at = (seconds: number) => new Date(T0 + seconds * 1000).toISOString();

describe("mergeTopics", () => {
  it("takes each topic once, in one order whoever asks first", () => {
    const one = { topics: ["b", "a"], heardAt: T0 };
    const two = { topics: ["c", "a"], heardAt: T0 };
    expect(mergeTopics([one, two], T0)).toEqual(["a", "b", "c"]);
    expect(sameTopics(mergeTopics([two, one], T0), mergeTopics([one, two], T0))).toBe(true);
  });
  it("forgets a tab that has not spoken for three minutes", () => {
    const gone = { topics: ["a"], heardAt: T0 - TAB_GONE_MS };
    const here = { topics: ["b"], heardAt: T0 - TAB_GONE_MS + 1 };
    expect(mergeTopics([gone, here], T0)).toEqual(["b"]);
  });
});

describe("staleness", () => {
  const snapshot = aSnapshot({ confirmedAt: at(0), intervalMs: 5000 });
  it.each([
    [9.999, false],
    [10, false],
    [10.001, true],
  ])("after %s s of two 5 s intervals: %s", (seconds, stale) => {
    expect(isStale(snapshot, T0 + seconds * 1000)).toBe(stale);
  });
  it("does not wait for a slow interval when reads fail for longer than a moment", () => {
    const problem = { code: "upstream", message: "CodeBuild cannot be reached.", since: at(3) };
    const failing = { ...aSnapshot({ confirmedAt: at(0), intervalMs: 15_000 }), problem };
    expect(isStale(failing, T0 + 8_000)).toBe(false);
    expect(isStale(failing, T0 + 8_001)).toBe(true);
    expect(isStale({ ...failing, intervalMs: 2_000 }, T0 + 4_001)).toBe(true);
  });
  it("corrects a wrong clock but not the network's delay", () => {
    expect(clockOffset(at(0), T0 + 300_000)).toBe(-300_000);
    expect(clockOffset(at(0), T0 + 1500)).toBe(0);
    expect(clockOffset("nonsense", T0)).toBe(0);
  });
});

describe("reduceLive", () => {
  const known: LiveEntry = { snapshot: aSnapshot({ version: 4, confirmedAt: at(0) }) };

  it("takes a newer snapshot and keeps a late older one out", () => {
    const newer = aSnapshot({ version: 5, confirmedAt: at(1) });
    expect(reduceLive(known, { name: "snapshot", snapshot: newer }).snapshot).toBe(newer);
    const older = aSnapshot({ version: 3, confirmedAt: at(-1) });
    expect(reduceLive(known, { name: "snapshot", snapshot: older })).toBe(known);
  });
  it("takes a lower version that was confirmed later: the server's memory began anew", () => {
    const restarted = aSnapshot({ version: 1, confirmedAt: at(2) });
    expect(newerSnapshot(known.snapshot, restarted)).toBe(restarted);
  });
  it("moves the time on a confirmation, keeps the data, and drops the problem", () => {
    const troubled = reduceLive(known, {
      name: "problem",
      topic: "inbox",
      problem: { code: "throttled", message: "AWS is busy.", since: at(1) },
    });
    expect(troubled.snapshot?.problem?.message).toBe("AWS is busy.");
    expect(troubled.snapshot?.confirmedAt).toBe(at(0));
    const confirmed = reduceLive(troubled, {
      name: "confirm",
      topic: "inbox",
      confirmedAt: at(3),
      intervalMs: 9000,
    });
    expect(confirmed.snapshot).toEqual({
      ...known.snapshot,
      confirmedAt: at(3),
      intervalMs: 9000,
    });
    expect(confirmed.snapshot?.data).toBe(known.snapshot?.data);
  });
  it("ignores a confirmation of what it never saw", () => {
    expect(reduceLive(undefined, { name: "confirm", topic: "inbox", confirmedAt: at(0) })).toEqual(
      {},
    );
  });
  it("keeps the reason where there never was a snapshot, until there is one", () => {
    const problem = { code: "not_found", message: "There is no such pipeline.", since: at(0) };
    const refused = reduceLive(undefined, { name: "problem", topic: "inbox", problem });
    expect(refused).toEqual({ problem });
    const snapshot = aSnapshot();
    expect(reduceLive(refused, { name: "snapshot", snapshot })).toEqual({ snapshot });
  });
});

describe("parseLiveEvent", () => {
  it("reads what the stream says", () => {
    const snapshot = aSnapshot();
    expect(parseLiveEvent("snapshot", JSON.stringify(snapshot))).toEqual({
      name: "snapshot",
      snapshot,
    });
    expect(parseLiveEvent("beat", "{}")).toEqual({ name: "beat" });
    expect(parseLiveEvent("beat", `{"at":"${at(0)}"}`)).toEqual({ name: "beat", at: at(0) });
  });
  it.each([
    ["snapshot", "not json"],
    ["snapshot", '{"topic":"inbox"}'],
    ["confirm", '{"topic":"inbox"}'],
    ["problem", '{"topic":"inbox","problem":{}}'],
    ["confirm", "null"],
    ["gossip", '{"topic":"inbox"}'],
  ])("is not moved by %s %s", (name, text) => {
    expect(parseLiveEvent(name, text)).toBeUndefined();
  });
});

describe("backoff", () => {
  it("doubles to fifteen seconds, of which half is chance", () => {
    expect([0, 1, 2, 9].map((attempt) => backoff(attempt, () => 1))).toEqual([
      500, 1000, 2000, 15_000,
    ]);
    expect(backoff(2, () => 0)).toBe(1000);
    expect(backoff(5000, () => 1)).toBe(15_000);
  });
});

describe("indicate", () => {
  const fresh = aSnapshot({ confirmedAt: at(0), intervalMs: 5000 });
  const kind = (state: Parameters<typeof indicate>[0]["state"], age: number, offset = 0) =>
    indicate({ state, offset }, [fresh], T0 + age * 1000).kind;

  it("says live only while connected and fresh", () => {
    expect(kind("live", 1)).toBe("live");
    expect(kind("live", 11)).toBe("stale");
    expect(kind("reconnecting", 1)).toBe("reconnecting");
    expect(kind("offline", 1)).toBe("offline");
    expect(kind("signed-out", 1)).toBe("signed-out");
    expect(kind("connecting", 1)).toBe("connecting");
  });
  it("judges age by the server's clock", () => {
    expect(kind("live", 3600, -3_600_000)).toBe("live");
  });
  it("tells a part from the whole", () => {
    const old = aSnapshot({ confirmedAt: at(-60), intervalMs: 5000 });
    const some = indicate({ state: "live", offset: 0 }, [fresh, old], T0);
    const all = indicate({ state: "live", offset: 0 }, [old], T0);
    expect(some.detail).toContain("a part");
    expect(all.detail).not.toContain("a part");
  });
});
