"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { type LogLine, LogLineRow } from "@/components/data/log-line";
import { findLines } from "@/components/data/log-text";
import { LogToolbar } from "@/components/data/log-toolbar";
import { useNamedLines } from "@/components/data/use-named-lines";
import { cn } from "@/components/ui/cn";

export type { LogLine } from "@/components/data/log-line";

/** 24 px: the least that a line's link may measure. */
const LINE = 24;
/** Closer to the end than this counts as being at the end, px. */
const AT_END = 8;

/**
 * A log: virtualised, numbered, searchable, each line linkable (`#L12`, `#L12-20`), following its
 * end while it grows unless the reader scrolled away. `complete` false means that it may still grow.
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
  /** Classes of the frame; `h-…` sets the height of the whole. */
  className?: string;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const [wrap, setWrap] = useState(false);
  const named = useNamedLines();
  const [follow, setFollow] = useState(true);
  const sought = useDeferredValue(query);
  const found = useMemo(() => findLines(lines, sought), [lines, sought]);
  const current = found[Math.min(at, found.length - 1)];
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 20,
    initialRect: { width: 1200, height: 400 },
  });

  const following = follow && !complete && named === undefined && query === "";
  useEffect(() => {
    if (following && lines.length > 0)
      virtualizer.scrollToIndex(lines.length - 1, { align: "end" });
  }, [following, lines.length, virtualizer]);

  const target = named ? lines.findIndex(({ number }) => number === named.from) : -1;
  useEffect(() => {
    if (target >= 0) virtualizer.scrollToIndex(target, { align: "center" });
  }, [target, virtualizer]);
  useEffect(() => {
    if (current !== undefined) virtualizer.scrollToIndex(current, { align: "center" });
  }, [current, virtualizer]);
  // A phone has no room for long lines.
  useEffect(() => setWrap(window.matchMedia("(width < 40rem)").matches), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: wrapping is why heights are measured anew
  useEffect(() => virtualizer.measure(), [wrap, virtualizer]);

  const step = (by: 1 | -1) => {
    if (found.length > 0)
      setAt((before) => (Math.min(before, found.length - 1) + by + found.length) % found.length);
  };
  return (
    <div className={cn("flex h-[28rem] flex-col overflow-hidden rounded-md border", className)}>
      <LogToolbar
        query={query}
        onQuery={(next) => {
          setQuery(next);
          setAt(0);
        }}
        found={found.length}
        at={Math.min(at, Math.max(0, found.length - 1))}
        onStep={step}
        wrap={wrap}
        onWrap={setWrap}
        follow={complete ? undefined : following}
        onFollow={(next) => {
          setFollow(next);
          if (next) {
            setQuery("");
            history.replaceState(history.state, "", location.pathname + location.search);
            window.dispatchEvent(new Event("hashchange"));
          }
        }}
      />
      <div
        ref={scroller}
        role="log"
        // Thousands of lines would drown a screen reader; it is read, not announced.
        aria-live="off"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard
        tabIndex={0}
        onWheel={(event) => {
          if (event.deltaY < 0) setFollow(false);
        }}
        onKeyDown={(event) => {
          if (["ArrowUp", "PageUp", "Home"].includes(event.key)) setFollow(false);
        }}
        onTouchMove={() => setFollow(false)}
        onScroll={({ currentTarget: box }) => {
          if (box.scrollHeight - box.scrollTop - box.clientHeight < AT_END) setFollow(true);
        }}
        className="min-h-0 flex-1 overflow-auto bg-page py-1 font-mono text-meta outline-offset-[-2px]"
      >
        <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
          <div
            className={wrap ? "w-full" : "w-max min-w-full"}
            style={{ transform: `translateY(${virtualizer.getVirtualItems()[0]?.start ?? 0}px)` }}
          >
            {virtualizer.getVirtualItems().map((item) => {
              const line = lines[item.index];
              return line ? (
                <div key={line.number} data-index={item.index} ref={virtualizer.measureElement}>
                  <LogLineRow
                    line={line}
                    query={sought}
                    wrap={wrap}
                    named={!!named && line.number >= named.from && line.number <= named.to}
                    current={item.index === current}
                  />
                </div>
              ) : null;
            })}
          </div>
        </div>
      </div>
    </div>
  );
}
