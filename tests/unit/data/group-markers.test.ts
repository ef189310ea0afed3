import { expect, it } from "vitest";
import { type ChartMarker, groupMarkers } from "@/components/data/chart/group-markers";

const AXIS = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 0, 2), width: 240 };
/** At an hour of the axis: 10 px each. */
const marker = (hour: number, more: Partial<ChartMarker> = {}): ChartMarker => ({
  at: new Date(AXIS.from + hour * 3_600_000).toISOString(),
  label: `${hour}`,
  kind: "deployment",
  ...more,
});
const labels = (markers: ChartMarker[], width = AXIS.width) =>
  groupMarkers(markers, { ...AXIS, width }).map(({ label }) => label);

it("handles that would lie on each other are one, counted from the first of them", () => {
  expect(labels([marker(5), marker(1), marker(2), marker(3)])).toEqual(["1; 2; 3", "5"]);
  expect(labels([marker(1), marker(2), marker(3)], 2_400)).toEqual(["1", "2", "3"]);
});

it("what is outside the axis is nowhere", () => {
  expect(labels([marker(-1), marker(0), marker(24), marker(25)])).toEqual(["0", "24"]);
});

it("one handle leads to the newest, and is a change of settings only if all of them are", () => {
  const settings = marker(2, { kind: "settings" });
  const [both] = groupMarkers([marker(1, { href: "/a" }), settings], AXIS);
  expect(both).toMatchObject({ href: "/a", kind: "deployment", position: 1 / 24 });
  expect(groupMarkers([settings], AXIS)).toMatchObject([{ kind: "settings", href: undefined }]);
});
