import { StatusIcon } from "@/components/data/status-icon";
import { Duration } from "@/components/data/timestamp";
import { cn } from "@/components/ui/cn";
import { PHASE_LABEL, PHASE_PAST } from "@/lib/ami-updates/looks";
import { ROLLOUT_PHASES, type RolloutView } from "@/lib/ami-updates/rollout";
import type { Tone } from "@/lib/platform/status";

const BORDER: Partial<Record<Tone, string>> = {
  waiting: "border-waiting",
  failed: "border-failed",
};

/** The way of a rollout; what is past, where it stands now and for how long, what comes. */
export function PhaseStrip({ rollout }: { rollout: RolloutView }) {
  const { phase, outcome, since, mergedAt } = rollout;
  const at = ROLLOUT_PHASES.indexOf(phase);
  return (
    <ol aria-label="Phases" className="grid gap-x-1 gap-y-1 sm:grid-cols-3 xl:grid-cols-6">
      {ROLLOUT_PHASES.map((each, index) => {
        const here = index === at;
        const tone = toneOf(index, at, outcome);
        return (
          <li
            key={each}
            aria-current={here ? "step" : undefined}
            className={cn(
              "flex min-h-9 items-center gap-1.5 border-t-2 px-1 py-1.5 text-meta",
              index < at || (here && phase === "done")
                ? "border-succeeded"
                : here
                  ? (BORDER[tone] ?? "border-running")
                  : "border-line text-muted",
            )}
          >
            <StatusIcon tone={tone} className="size-3.5" />
            <span className={here ? "font-medium" : undefined}>
              {(index < at ? PHASE_PAST : PHASE_LABEL)[each]}
            </span>
            {here && since && phase !== "done" ? (
              <Duration from={since} className="ml-auto text-muted" />
            ) : null}
            {here && phase === "done" && mergedAt && since ? (
              <Duration from={mergedAt} to={since} className="ml-auto text-muted" />
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}

function toneOf(index: number, at: number, outcome: RolloutView["outcome"]): Tone {
  if (index < at) return "succeeded";
  if (index > at) return "skipped";
  if (outcome === "stuck") return "waiting";
  if (outcome === "regressed") return "failed";
  if (outcome === "reverted") return "rolled-back";
  if (outcome === "verified") return "succeeded";
  return ROLLOUT_PHASES[index] === "waiting_for_merge" ? "waiting" : "running";
}
