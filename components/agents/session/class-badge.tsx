import { Eye, Pencil, TriangleAlert } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { CLASS_WORDS } from "@/lib/agents/session-looks";
import type { ToolClass } from "@/lib/agents/tool";

/** The shape of each class. */
export const CLASS_ICONS: Record<ToolClass, typeof Eye> = {
  read: Eye,
  change: Pencil,
  destroy: TriangleAlert,
};

/** What a call may do to the world: a word and a shape of its own. */
export function ClassBadge({ value }: { value: ToolClass }) {
  const Icon = CLASS_ICONS[value];
  return (
    <span
      data-tip={CLASS_WORDS[value].about}
      className={cn(
        "inline-flex h-5 shrink-0 items-center gap-1 rounded border px-1.5 align-middle text-meta font-normal whitespace-nowrap",
        value === "destroy" ? "border-failed text-failed" : "text-muted",
        value === "change" && "border-line-strong text-ink",
      )}
    >
      <Icon aria-hidden="true" className="size-3" />
      {CLASS_WORDS[value].label}
    </span>
  );
}
