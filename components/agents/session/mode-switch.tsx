"use client";

import { cn } from "@/components/ui/cn";
import type { SessionMode } from "@/lib/agents/events";

export const MODE_WORDS: Record<SessionMode, { label: string; about: string }> = {
  act: { label: "Act", about: "It may use all its tools; what changes something asks a person." },
  plan: { label: "Plan", about: "Only tools that read may run: it looks and proposes." },
};

/** Acting or planning, as joined toggles. */
export function ModeSwitch({
  value,
  disabledWhy,
  onChange,
}: {
  value: SessionMode;
  disabledWhy?: string | undefined;
  onChange: (mode: SessionMode) => void;
}) {
  return (
    <fieldset className="flex rounded-md border">
      <legend className="sr-only">Mode</legend>
      {(["act", "plan"] as const).map((mode) => (
        <button
          key={mode}
          type="button"
          aria-pressed={value === mode}
          aria-disabled={disabledWhy !== undefined || undefined}
          data-tip={disabledWhy ?? MODE_WORDS[mode].about}
          onClick={() => disabledWhy === undefined && value !== mode && onChange(mode)}
          className={cn(
            "h-7 min-w-12 px-2 text-meta first:rounded-l-md last:rounded-r-md hover:bg-hover aria-disabled:opacity-60 pointer-coarse:min-h-11",
            value === mode ? "bg-selected font-medium" : "text-muted",
          )}
        >
          {MODE_WORDS[mode].label}
        </button>
      ))}
    </fieldset>
  );
}
