import {
  ChevronsRight,
  CircleCheck,
  CircleQuestionMark,
  Clock,
  type LucideIcon,
  type LucideProps,
  Minus,
  OctagonX,
  Square,
  Undo2,
} from "lucide-react";
import type { ComponentType } from "react";
import { cn } from "@/components/ui/cn";
import type { Tone } from "@/lib/platform/status";

/** Pause in a diamond: waits on a person. */
function PauseDiamond({ className }: LucideProps) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      className={className}
      aria-hidden="true"
    >
      <path d="M12 1.5 22.5 12 12 22.5 1.5 12Z" strokeLinejoin="round" />
      <path d="M10 9v6M14 9v6" strokeLinecap="round" />
    </svg>
  );
}

/** A ring with a gap that turns: running. */
function Ring({ className }: LucideProps) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      className={className}
      aria-hidden="true"
    >
      <circle cx="12" cy="12" r="9" strokeWidth="3" opacity="0.3" />
      <path d="M12 3a9 9 0 0 1 9 9" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}

const ICONS: Record<Tone, LucideIcon | ComponentType<LucideProps>> = {
  succeeded: CircleCheck,
  failed: OctagonX,
  waiting: PauseDiamond,
  running: Ring,
  queued: Clock,
  stopped: Square,
  superseded: ChevronsRight,
  skipped: Minus,
  unknown: CircleQuestionMark,
  "rolled-back": Undo2,
};

/** Text colour of each tone. `rolled-back` takes the colour of its outcome (see `toneClass`). */
const COLOURS: Record<Exclude<Tone, "rolled-back">, string> = {
  succeeded: "text-succeeded",
  failed: "text-failed",
  waiting: "text-waiting",
  running: "text-running",
  queued: "text-idle",
  stopped: "text-idle",
  superseded: "text-idle",
  skipped: "text-idle",
  unknown: "text-idle",
};

/** The tone's text colour class. A rollback that has not ended is `running`. */
export const toneClass = (
  tone: Tone,
  outcome: Exclude<Tone, "rolled-back"> = "succeeded",
): string => COLOURS[tone === "rolled-back" ? outcome : tone];

/** The tone's shape, decorative: always beside a word or inside something that has a name. */
export function StatusIcon({
  tone,
  outcome,
  className,
}: {
  tone: Tone;
  outcome?: Exclude<Tone, "rolled-back">;
  className?: string;
}) {
  const Icon = ICONS[tone];
  return (
    <span
      aria-hidden="true"
      data-tone={tone}
      className={cn("inline-flex shrink-0", toneClass(tone, outcome))}
    >
      <Icon className={cn("size-4", tone === "running" && "animate-turn", className)} />
    </span>
  );
}
