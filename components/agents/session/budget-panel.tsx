"use client";

import { useNow } from "@/components/data/clock";
import { cn } from "@/components/ui/cn";
import { budgetMeters, type Meter } from "@/lib/agents/budget-meters";
import type { Conversation, ConversationRun } from "@/lib/agents/conversation";
import type { AgentHome, Limits } from "@/lib/agents/session";

/** How long a run has been at work, ms; what it was before a pause is in it. */
function useActiveMs(run: ConversationRun | undefined, since: string | undefined): number {
  const open = run !== undefined && run.endedAt === undefined;
  const now = useNow(open ? 1_000 : 0);
  if (!run) return 0;
  const before = run.durationMs ?? 0;
  return open && since ? before + Math.max(0, now - Date.parse(since)) : before;
}

/** The meters of the last run. */
export function useMeters(
  { runs, items }: Conversation,
  { limits, home }: { limits: Limits; home: AgentHome },
): Meter[] {
  const run = runs.at(-1);
  const resumed = items.findLast(
    (item) =>
      item.kind === "notice" &&
      item.runId === run?.runId &&
      "x_run" in item.event &&
      item.event.x_run.phase === "resumed",
  );
  return budgetMeters(run, useActiveMs(run, resumed?.at ?? run?.startedAt), limits, home);
}

const FILL: Record<Meter["state"], string> = {
  free: "bg-[var(--chart-2)]",
  near: "bg-waiting",
  over: "bg-failed",
};

/** What this run has used of what it may, with units. */
export function BudgetMeters({ meters }: { meters: Meter[] }) {
  return (
    <dl className="grid gap-2.5">
      {meters.map(({ key, label, text, share, state }) => (
        <div
          key={key}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-2 gap-y-1"
        >
          <dt className="text-meta text-muted">{label}</dt>
          <dd className={cn("text-meta tabular-nums", state === "over" && "text-failed")}>
            {text}
            {state === "over" ? " · at its limit" : ""}
          </dd>
          {share === undefined ? null : (
            <dd
              aria-hidden="true"
              className="col-span-2 h-1.5 overflow-hidden rounded-full bg-press"
            >
              <div
                className={cn("h-full forced-color-adjust-none", FILL[state])}
                style={{ width: `${share * 100}%` }}
              />
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

/** The same in one line. */
export const BudgetLine = ({ meters }: { meters: Meter[] }) => (
  <p className="text-meta text-muted tabular-nums">{meters.map(({ text }) => text).join(" · ")}</p>
);
