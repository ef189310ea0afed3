"use client";

import type { StreamState } from "@/components/agents/session/session-stream";
import { cn } from "@/components/ui/cn";

export type SessionTab = "conversation" | "trace" | "files" | "about";

const TABS: readonly { tab: SessionTab; label: string }[] = [
  { tab: "conversation", label: "Conversation" },
  { tab: "trace", label: "Trace" },
  { tab: "files", label: "Files" },
  { tab: "about", label: "Budget" },
];

const STREAM_WORDS: Record<StreamState, string> = {
  connecting: "Connecting",
  live: "Live",
  reconnecting: "Reconnecting",
  paused: "Paused while nobody looks",
  ended: "Not followed any more",
};

/** The views of a session, each with its own address; and whether what is shown is followed. */
export function SessionTabs({
  tab,
  onTab,
  stream,
}: {
  tab: SessionTab;
  onTab: (tab: SessionTab) => void;
  stream: StreamState;
}) {
  return (
    <div className="flex items-center gap-4 border-b">
      <nav aria-label="Views of this session" className="flex gap-4">
        {TABS.map(({ tab: each, label }) => (
          <button
            key={each}
            type="button"
            aria-current={tab === each ? "page" : undefined}
            onClick={() => onTab(each)}
            className={cn(
              "-mb-px h-9 border-b-2 text-muted hover:text-ink pointer-coarse:min-h-11",
              tab === each ? "border-accent text-ink" : "border-transparent",
              // From 1280 px it stands beside the others.
              each === "about" && "xl:hidden",
            )}
          >
            {label}
          </button>
        ))}
      </nav>
      <span data-stream={stream} className="ml-auto flex items-center gap-1.5 text-meta text-muted">
        <span
          aria-hidden="true"
          className={cn(
            "size-2 rounded-full border",
            stream === "live" ? "border-succeeded bg-succeeded" : "border-waiting",
          )}
        />
        <span className="max-sm:sr-only">{STREAM_WORDS[stream]}</span>
      </span>
    </div>
  );
}
