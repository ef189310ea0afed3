import { Section } from "@/components/prompt-cache/parts/section";
import { cn } from "@/components/ui/cn";
import { formatLatency } from "@/lib/platform/format";
import { stepTimeline } from "@/lib/prompt-cache/step-timeline";
import type { RequestTrace } from "@/lib/prompt-cache/trace";

/** The steps one under the other, each where it began and as long as it took. */
export function StepWaterfall({ trace }: { trace: RequestTrace }) {
  const { bars, totalMs } = stepTimeline(trace);
  return (
    <Section
      title="Steps"
      aside={<span className="text-muted">{formatLatency(totalMs)} until answered</span>}
    >
      <ul className="grid gap-1.5">
        {bars.map(({ key, label, ms, from, size, behind }) => (
          <li key={key} className="grid grid-cols-[7rem_minmax(0,1fr)_4.5rem] items-center gap-3">
            <span className="text-muted">{label}</span>
            <span aria-hidden="true" className="relative h-3 rounded-xs bg-raised">
              <span
                className={cn(
                  "absolute inset-y-0 min-w-0.5 rounded-xs forced-color-adjust-none",
                  behind ? "border border-[var(--chart-4)]" : "bg-[var(--chart-1)]",
                )}
                style={{ left: `${Math.min(99.5, from * 100)}%`, width: `${size * 100}%` }}
              />
            </span>
            <span className="text-end">
              {formatLatency(ms)}
              {behind ? <span className="sr-only"> after the answer</span> : null}
            </span>
          </li>
        ))}
      </ul>
      {bars.some(({ behind }) => behind) ? (
        <p className="text-meta text-muted">Write-back happens after the answer is on its way.</p>
      ) : null}
    </Section>
  );
}
