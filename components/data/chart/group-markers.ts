/** Something that happened at a moment of the time axis. */
export interface ChartMarker {
  /** ISO 8601. */
  at: string;
  label: string;
  href?: string | undefined;
  kind: "deployment" | "settings";
}

/** Markers whose handles would lie on each other: one handle for them. */
export interface MarkerGroup {
  /** Where the handle stands, as a share of the axis, 0 to 1. */
  position: number;
  label: string;
  /** Of the newest that has one. */
  href?: string | undefined;
  kind: ChartMarker["kind"];
  markers: (ChartMarker & { position: number })[];
}

/** Handles are 24 px wide, as wide as a target has to be. */
const HANDLE_PX = 25;

/** Those within `from` to `to` (Unix ms), oldest first; `width` is the axis in px. */
export function groupMarkers(
  markers: readonly ChartMarker[],
  { from, to, width }: { from: number; to: number; width: number },
): MarkerGroup[] {
  const placed = markers
    .map((marker) => ({
      ...marker,
      position: (Date.parse(marker.at) - from) / Math.max(1, to - from),
    }))
    .filter(({ position }) => position >= 0 && position <= 1)
    .sort((left, right) => left.position - right.position);
  const groups: (typeof placed)[] = [];
  for (const marker of placed) {
    const group = groups.at(-1);
    const anchor = group?.[0]?.position ?? Number.NEGATIVE_INFINITY;
    if (group && (marker.position - anchor) * width < HANDLE_PX) group.push(marker);
    else groups.push([marker]);
  }
  return groups.map((group) => ({
    position: group[0]?.position ?? 0,
    label: group.map(({ label }) => label).join("; "),
    href: group.findLast(({ href }) => href !== undefined)?.href,
    kind: group.every(({ kind }) => kind === "settings") ? "settings" : "deployment",
    markers: group,
  }));
}
