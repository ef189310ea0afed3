"use client";

import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { type ChartMarker, groupMarkers } from "@/components/data/chart/group-markers";
import { cn } from "@/components/ui/cn";

const LOOK = {
  deployment: { line: "border-ink", shape: "rotate-45" },
  settings: { line: "border-ink border-dashed", shape: "rounded-full" },
} as const;

/** As narrow as a phone shows it, until the width is known: handles must not lie on each other. */
const NARROW_PX = 240;

/**
 * Thin lines over the plot with a handle that says what happened; a handle with an address is a link.
 * What happened at about the same time has one handle, which leads to the newest.
 */
export function ChartMarkers({
  markers,
  from,
  to,
}: {
  markers: readonly ChartMarker[];
  from: number;
  to: number;
}) {
  const box = useRef<HTMLSpanElement>(null);
  const [width, setWidth] = useState(NARROW_PX);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <span ref={box} className="pointer-events-none absolute inset-0">
      {groupMarkers(markers, { from, to, width }).map(({ markers: group, ...handle }) => (
        <span key={group.map(({ at, label }) => `${at} ${label}`).join()}>
          {group.map(({ at, label, kind, position }) => (
            <span
              key={`${at} ${label}`}
              aria-hidden="true"
              className={cn("absolute inset-y-0 border-l opacity-60", LOOK[kind].line)}
              style={{ left: `${position * 100}%` }}
            />
          ))}
          <Handle {...handle} />
        </span>
      ))}
    </span>
  );
}

function Handle({
  position,
  label,
  href,
  kind,
}: {
  position: number;
  label: string;
  href?: string | undefined;
  kind: ChartMarker["kind"];
}) {
  const shape = <span className={cn("size-2 border border-ink bg-page", LOOK[kind].shape)} />;
  const placed = {
    "aria-label": label,
    "data-tip": label,
    style: { left: `${position * 100}%` },
    className:
      "pointer-events-auto absolute -top-3 z-1 grid size-6 -translate-x-1/2 place-items-center rounded-md",
  };
  return href ? (
    <Link href={href} prefetch={false} {...placed}>
      {shape}
    </Link>
  ) : (
    <button type="button" {...placed}>
      {shape}
    </button>
  );
}
