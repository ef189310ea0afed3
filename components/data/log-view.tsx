"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { cn } from "@/components/ui/cn";

/** One line of a log, numbered from 1 over the whole log. `text` is text, never markup. */
export interface LogLine {
  number: number;
  at?: string;
  text: string;
}

const LINE = 20;

/**
 * A log: virtualised, numbered, searchable, each line linkable (`#L12`), following its end while
 * it grows unless the reader scrolled away. `complete` false means that it may still grow.
 */
export function LogView({
  lines,
  complete,
  label,
  className,
}: {
  lines: readonly LogLine[];
  complete: boolean;
  /** What the log is of, for assistive technology. */
  label: string;
  className?: string;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 20,
    initialRect: { width: 1200, height: 800 },
  });
  useEffect(() => {
    if (!complete && lines.length > 0) virtualizer.scrollToIndex(lines.length - 1);
  }, [complete, lines.length, virtualizer]);
  return (
    <div
      ref={scroller}
      role="log"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard
      tabIndex={0}
      className={cn("h-96 overflow-auto rounded-md border font-mono text-meta", className)}
    >
      <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const line = lines[item.index];
          return line ? (
            <div
              key={item.key}
              className="absolute flex w-full gap-3 leading-5"
              style={{ top: item.start }}
            >
              <a href={`#L${line.number}`} className="w-14 shrink-0 text-end text-muted">
                {line.number}
              </a>
              <span className="whitespace-pre">{line.text}</span>
            </div>
          ) : null;
        })}
      </div>
    </div>
  );
}
