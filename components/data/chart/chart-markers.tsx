import Link from "next/link";
import { cn } from "@/components/ui/cn";

/** Something that happened at a moment of the time axis. */
export interface ChartMarker {
  /** ISO 8601. */
  at: string;
  label: string;
  href?: string | undefined;
  kind: "deployment" | "settings";
}

const LOOK = {
  deployment: { line: "border-ink", shape: "rotate-45" },
  settings: { line: "border-ink border-dashed", shape: "rounded-full" },
} as const;

/** Thin lines over the plot with a handle that says what happened; a handle with an address is a link. */
export function ChartMarkers({
  markers,
  from,
  to,
}: {
  markers: readonly ChartMarker[];
  from: number;
  to: number;
}) {
  const within = markers.filter(({ at }) => Date.parse(at) >= from && Date.parse(at) <= to);
  return within.map((marker) => {
    const { at, label, href, kind } = marker;
    const left = `${((Date.parse(at) - from) / Math.max(1, to - from)) * 100}%`;
    const look = LOOK[kind];
    const shape = <span className={cn("size-2 border border-ink bg-page", look.shape)} />;
    const handle = "absolute -top-3 z-1 grid size-6 -translate-x-1/2 place-items-center rounded-md";
    return (
      <span
        key={`${at} ${label}`}
        className="pointer-events-none absolute inset-y-0"
        style={{ left }}
      >
        <span
          aria-hidden="true"
          className={cn("absolute inset-y-0 border-l opacity-60", look.line)}
        />
        {href ? (
          <Link
            href={href}
            prefetch={false}
            aria-label={label}
            data-tip={label}
            className={cn(handle, "pointer-events-auto")}
          >
            {shape}
          </Link>
        ) : (
          <button
            type="button"
            aria-label={label}
            data-tip={label}
            className={cn(handle, "pointer-events-auto")}
          >
            {shape}
          </button>
        )}
      </span>
    );
  });
}
