"use client";

import { Search } from "lucide-react";
import { useEffect, useRef } from "react";
import { StatusIcon } from "@/components/data/status-icon";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import { formatCount } from "@/lib/platform/format";
import {
  PIPELINE_STATE_LOOK,
  PIPELINE_STATES,
  type PipelineState,
} from "@/lib/releases/pipeline-state";

/** Name filter and one toggle per state that occurs, each with its count. */
export function PipelineFilters({
  text,
  state,
  counts,
  onText,
  onState,
}: {
  text: string;
  state: PipelineState | null;
  counts: Record<PipelineState, number>;
  onText: (text: string) => void;
  onState: (state: PipelineState | null) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  // What was typed before React listened stands in the field; it must filter too.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what stood there at the start
  useEffect(() => {
    const typed = input.current?.value ?? "";
    if (typed !== text) onText(typed);
  }, []);
  return (
    <search className="flex flex-wrap items-center gap-2" aria-label="Filter pipelines">
      <div className="relative w-64 max-sm:w-full">
        <Search
          aria-hidden="true"
          className="absolute top-1/2 left-2 size-4 -translate-y-1/2 text-muted"
        />
        <Input
          ref={input}
          type="search"
          aria-label="Filter by name, subject or author"
          placeholder="Name, subject or author"
          value={text}
          onChange={(event) => onText(event.target.value)}
          className="pl-8"
        />
      </div>
      <div className="flex flex-wrap gap-1">
        {PIPELINE_STATES.filter((one) => counts[one] > 0 || one === state).map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={state === one}
            onClick={() => onState(state === one ? null : one)}
            className={cn(
              "inline-flex h-8 items-center gap-1.5 rounded-md border px-2 text-meta hover:bg-hover pointer-coarse:min-h-11",
              state === one && "border-line-strong bg-selected",
            )}
          >
            <StatusIcon tone={PIPELINE_STATE_LOOK[one].tone} className="size-3.5" />
            {PIPELINE_STATE_LOOK[one].label}
            <span className="text-muted">{formatCount(counts[one])}</span>
          </button>
        ))}
      </div>
    </search>
  );
}
