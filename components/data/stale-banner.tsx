"use client";

import { TriangleAlert } from "lucide-react";
import { Timestamp } from "@/components/data/timestamp";
import type { Snapshot } from "@/lib/live/model";

/** Old data says so: when it was last true, and that the console is trying. */
export function StaleBanner({ snapshot }: { snapshot: Snapshot<unknown> | undefined }) {
  if (!snapshot) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md border border-waiting bg-tint-waiting px-3 py-2"
    >
      <TriangleAlert aria-hidden="true" className="size-4 shrink-0 text-waiting" />
      <span>
        Updated <Timestamp at={snapshot.confirmedAt} /> · Reconnecting
      </span>
      {snapshot.problem ? <span className="text-muted">{snapshot.problem.message}</span> : null}
    </div>
  );
}
