import { cn } from "@/components/ui/cn";

/** Scores are told from here on: below it nothing is a neighbour. */
const FROM = 0.5;
const percent = (score: number): number =>
  Math.min(100, Math.max(0, ((score - FROM) / (1 - FROM)) * 100));

/** A similarity as a bar from 0.5 to 1, with the threshold as a line across it. Its number stands beside it. */
export function ScoreBar({
  score,
  threshold,
  className,
}: {
  score: number;
  threshold?: number | undefined;
  className?: string;
}) {
  const reached = threshold === undefined || score >= threshold;
  return (
    <span
      aria-hidden="true"
      className={cn("relative block h-2 rounded-full bg-press forced-color-adjust-none", className)}
    >
      <span
        className={cn(
          "absolute inset-y-0 left-0 rounded-full",
          reached ? "bg-[var(--chart-2)]" : "bg-[var(--chart-4)]",
        )}
        style={{ width: `${percent(score)}%` }}
      />
      {threshold === undefined ? null : (
        <span
          className="absolute -inset-y-1 w-0.5 bg-ink"
          style={{ left: `${percent(threshold)}%` }}
        />
      )}
    </span>
  );
}
