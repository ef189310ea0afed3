import { CLASS_ICONS } from "@/components/agents/session/class-badge";
import { cn } from "@/components/ui/cn";
import { CLASS_WORDS } from "@/lib/agents/session-looks";
import { TOOL_CLASSES } from "@/lib/agents/tool";
import type { AgentSummary } from "@/lib/agents/views";
import { plural } from "@/lib/platform/format";

const VERB = { read: "read", change: "change", destroy: "destroy" } as const;

/** How many tools read, change and destroy: in words, each with its shape. */
export function ClassCounts({ tools }: { tools: AgentSummary["tools"] }) {
  const there = TOOL_CLASSES.filter((each) => tools[each] > 0);
  if (there.length === 0) return <span className="text-muted">No tools</span>;
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-0.5 lg:grid">
      {there.map((each) => {
        const Icon = CLASS_ICONS[each];
        const count = tools[each];
        return (
          <li
            key={each}
            data-tip={CLASS_WORDS[each].about}
            className={cn(
              "flex items-center gap-1.5 whitespace-nowrap",
              each === "destroy" && "text-failed",
              each === "read" && "text-muted",
            )}
          >
            <Icon aria-hidden="true" className="size-3.5 shrink-0" />
            {plural(count, "tool")} {count === 1 ? `${VERB[each]}s` : VERB[each]}
          </li>
        );
      })}
    </ul>
  );
}
