import { CircleDot, CornerUpRight, Equal, EqualApproximately, type LucideIcon } from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { CacheOutcome } from "@/lib/prompt-cache/outcome";
import { OUTCOME_TEXT } from "@/lib/prompt-cache/reason-text";

const ICONS: Record<CacheOutcome, LucideIcon> = {
  hash_hit: Equal,
  semantic_hit: EqualApproximately,
  miss: CircleDot,
  bypass: CornerUpRight,
};

/** How a request was answered: shape and word carry it, the chart's colour repeats it. */
export function OutcomeBadge({
  cache,
  score,
  className,
}: {
  cache: CacheOutcome;
  score?: number | undefined;
  className?: string;
}) {
  const Icon = ICONS[cache];
  const hit = cache === "hash_hit" || cache === "semantic_hit";
  return (
    <span
      className={cn("inline-flex items-center gap-1.5 font-medium whitespace-nowrap", className)}
    >
      <Icon
        aria-hidden="true"
        className={cn("size-4 shrink-0", hit ? "text-succeeded" : "text-muted")}
      />
      {OUTCOME_TEXT[cache]}
      {score === undefined ? null : (
        <span className="font-normal text-muted">{score.toFixed(3)}</span>
      )}
    </span>
  );
}
