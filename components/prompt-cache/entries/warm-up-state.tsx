import { StatusBadge } from "@/components/data/status-badge";
import { Duration, Timestamp } from "@/components/data/timestamp";
import { formatCount } from "@/lib/platform/format";
import type { Tone } from "@/lib/platform/status";
import type { WarmUpProgress } from "@/lib/prompt-cache/warm-up";

const LOOK: Record<WarmUpProgress["state"], { tone: Tone; label: string }> = {
  running: { tone: "running", label: "Warming up" },
  done: { tone: "succeeded", label: "Warmed up" },
  stopped: { tone: "stopped", label: "Stopped" },
};

/** How far a warm-up is, in lines. */
export function WarmUpState({ progress }: { progress: WarmUpProgress }) {
  const { state, total, stored, known, failed, problem, startedAt, endedAt, startedBy } = progress;
  const over = stored + failed;
  const look =
    state === "done" && failed === total
      ? ({ tone: "failed", label: "Failed" } as const)
      : LOOK[state];
  return (
    <section aria-label="The last warm-up" className="grid gap-1.5 rounded-md border p-2">
      <div className="flex flex-wrap items-center gap-x-3">
        <StatusBadge {...look} />
        <span role="status">
          line {formatCount(over)} of {formatCount(total)}
        </span>
        <span className="ml-auto text-muted">
          <Duration from={startedAt} to={endedAt} />
        </span>
      </div>
      <div
        role="progressbar"
        aria-label="Lines of the warm-up"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={over}
        className="h-1.5 overflow-hidden rounded-full bg-press forced-color-adjust-none"
      >
        <span
          className="block h-full rounded-full bg-running"
          style={{ width: `${(over / Math.max(1, total)) * 100}%` }}
        />
      </div>
      <p className="text-meta text-muted">
        {formatCount(stored - known)} stored, {formatCount(known)} were there, {formatCount(failed)}{" "}
        failed · by {startedBy}, <Timestamp at={startedAt} />
      </p>
      {problem ? <p className="text-meta text-failed">{problem}</p> : null}
    </section>
  );
}
