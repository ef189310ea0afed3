import { describe, expect, it } from "vitest";
import { keepGone, withDecisions } from "@/lib/inbox/keep-gone";
import { orderInbox } from "@/lib/inbox/order";
import { anItem } from "./builders";

describe("orderInbox", () => {
  it("puts the oldest deadline first, no deadline last, then the longest wait", () => {
    const items = [
      anItem("none"),
      anItem("late", { deadline: "2026-12-02T00:00:00.000Z" }),
      anItem("waited", { waitingSince: "2026-11-01T00:00:00.000Z" }),
      anItem("soon", { deadline: "2026-12-01T00:00:00.000Z" }),
    ];
    expect(orderInbox(items).map((item) => item.id)).toEqual(["soon", "late", "waited", "none"]);
  });
});

describe("keepGone", () => {
  const a = anItem("a", { deadline: "2026-12-01T00:00:00.000Z" });
  const b = anItem("b", { deadline: "2026-12-02T00:00:00.000Z" });
  const start = keepGone([], [a, b]);

  it("keeps a decided item in its place, marked", () => {
    expect(keepGone(start, [b]).map((row) => [row.item.id, row.gone])).toEqual([
      ["a", true],
      ["b", false],
    ]);
  });
  it("drops decided items once the person has moved on, except the selected one", () => {
    const rows = keepGone(start, []);
    expect(keepGone(rows, [], { settled: true, selected: "b" }).map((row) => row.item.id)).toEqual([
      "b",
    ]);
    expect(keepGone(rows, [], { settled: true })).toEqual([]);
  });
  it("revives an item that waits again", () => {
    expect(keepGone(keepGone(start, []), [a])[0]).toEqual({ item: a, gone: false });
  });
  it("tells a person's own decision at once, though the last read still says that it waits", () => {
    const rows = withDecisions(start, new Map([["a", "Approved by you"]]));
    expect(rows[0]).toEqual({ item: a, gone: true, decided: "Approved by you" });
    expect(rows[1]).toEqual({ item: b, gone: false });
  });
});
