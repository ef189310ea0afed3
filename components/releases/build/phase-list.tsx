"use client";

import { useNow } from "@/components/data/clock";
import { StatusIcon } from "@/components/data/status-icon";
import { cn } from "@/components/ui/cn";
import { formatDuration } from "@/lib/platform/time";
import type { BuildPhase } from "@/lib/releases/model";
import { preparePhaseBars } from "@/lib/releases/phase-bars";
import { BUILD_PHASE_LOOK, lookOf } from "@/lib/releases/status";

const FILL: Record<string, string> = {
  succeeded: "bg-succeeded",
  failed: "bg-failed",
  running: "bg-running",
};

/** Phases as bars on one time line; the words and durations stand beside them, so the bars are decoration. */
export function PhaseList({ phases, running }: { phases: BuildPhase[]; running: boolean }) {
  const now = useNow(running ? 1000 : 0);
  const bars = preparePhaseBars(phases, now);
  return (
    <ol className="grid">
      {bars.map((bar) => {
        const look = lookOf(
          BUILD_PHASE_LOOK,
          bar.status ?? (bar.running ? "IN_PROGRESS" : undefined),
        );
        return (
          <li
            key={bar.type}
            className="grid min-h-8 grid-cols-[9rem_minmax(0,1fr)_5rem] items-center gap-3 border-t px-3 first:border-t-0"
          >
            <span className="flex min-w-0 items-center gap-2">
              <StatusIcon tone={look.tone} />
              <span className="truncate">{bar.name}</span>
              <span className="sr-only">{look.label}</span>
            </span>
            <span
              aria-hidden="true"
              className="relative h-2 rounded-full bg-raised forced-colors:border"
            >
              {bar.width > 0 || bar.durationMs !== undefined ? (
                <span
                  className={cn(
                    "absolute h-2 min-w-0.5 rounded-full",
                    FILL[look.tone] ?? "bg-idle",
                  )}
                  style={{ left: `${bar.offset * 100}%`, width: `${bar.width * 100}%` }}
                />
              ) : null}
            </span>
            <span className="text-end text-muted">
              {bar.durationMs === undefined ? "–" : formatDuration(bar.durationMs)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
