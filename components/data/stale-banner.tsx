"use client";

import { TriangleAlert } from "lucide-react";
import { Timestamp } from "@/components/data/timestamp";
import type { Snapshot } from "@/lib/live/model";
import { withoutAdvice } from "@/lib/platform/without-advice";

/** Old data says so: when it was last true, why, and that the console is trying. */
export function StaleBanner({
  snapshot,
  connected,
}: {
  snapshot: Snapshot<unknown> | undefined;
  connected: boolean;
}) {
  if (!snapshot) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md border border-waiting bg-tint-waiting px-3 py-2"
    >
      <TriangleAlert aria-hidden="true" className="size-4 shrink-0 text-waiting" />
      <span>
        Updated <Timestamp at={snapshot.confirmedAt} /> ·{" "}
        {connected ? "Trying again" : "Reconnecting"}
      </span>
      <span className="text-muted">{whyStale(snapshot, connected)}</span>
    </div>
  );
}

function whyStale({ problem }: Snapshot<unknown>, connected: boolean): string {
  if (!connected) return "The live connection was lost.";
  return problem ? withoutAdvice(problem.message) : "Reading this anew takes longer than usual.";
}
