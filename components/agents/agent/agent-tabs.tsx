"use client";

import { useLayoutEffect, useRef } from "react";

export const AGENT_TABS = ["may", "instructions", "runs", "memory", "versions"] as const;
export type AgentTab = (typeof AGENT_TABS)[number];

const LABEL: Record<AgentTab, string> = {
  may: "What it may do",
  instructions: "Instructions",
  runs: "Last runs",
  memory: "Memory",
  versions: "Versions",
};

/** The tab that an address names. */
export const tabOf = (value: string | null): AgentTab =>
  AGENT_TABS.find((each) => each === value) ?? "may";

/** The views of an agent, each with its own address. */
export function AgentTabs({
  tab,
  tabs,
  onTab,
}: {
  tab: AgentTab;
  /** Those that there are. */
  tabs: readonly AgentTab[];
  onTab: (tab: AgentTab) => void;
}) {
  const row = useRef<HTMLElement>(null);
  // On a phone the tab that is open may lie beyond the edge.
  useLayoutEffect(() => {
    const current = row.current?.querySelector<HTMLElement>(`[data-tab="${tab}"]`);
    if (row.current && current)
      row.current.scrollLeft =
        current.offsetLeft + current.offsetWidth - row.current.clientWidth + 16;
  }, [tab]);
  return (
    <nav
      ref={row}
      aria-label="Views of this agent"
      className="relative -mx-4 overflow-x-auto border-b px-4 sm:mx-0 sm:px-0"
    >
      <ul className="flex w-max gap-4">
        {tabs.map((each) => (
          <li key={each}>
            <button
              type="button"
              data-tab={each}
              aria-current={tab === each ? "page" : undefined}
              onClick={() => onTab(each)}
              className="h-9 border-b-2 border-transparent whitespace-nowrap text-muted outline-offset-[-2px] hover:text-ink aria-[current]:border-accent aria-[current]:text-ink pointer-coarse:h-11"
            >
              {LABEL[each]}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
