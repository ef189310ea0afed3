import { StatusIcon, toneClass } from "@/components/data/status-icon";
import { cn } from "@/components/ui/cn";
import type { Tone } from "@/lib/platform/status";

/** A status: shape and word carry it, colour repeats it. `outcome` colours `rolled-back`. */
export function StatusBadge({
  tone,
  label,
  outcome,
  size = "md",
  className,
}: {
  tone: Tone;
  label: string;
  outcome?: Exclude<Tone, "rolled-back">;
  size?: "sm" | "md";
  className?: string;
}) {
  return (
    <span
      className={cn(
        "inline-flex min-w-0 max-w-full items-center gap-1.5 align-middle font-medium",
        size === "sm" ? "text-meta" : "text-body",
        toneClass(tone, outcome),
        className,
      )}
    >
      <StatusIcon
        tone={tone}
        outcome={outcome}
        className={size === "sm" ? "size-3.5" : undefined}
      />
      <span className="truncate">{label}</span>
    </span>
  );
}
