"use client";

import { useLayoutEffect, useRef } from "react";
import { plainLine } from "@/components/data/log-text";
import { ScrollArea } from "@/components/data/scroll-area";
import { cn } from "@/components/ui/cn";
import type { OutputPart } from "@/lib/agents/conversation";

/** Closer to the end than this counts as being at the end, px. */
const AT_END = 12;
/** What of a long output is drawn; the rest is in the session's files or gone. */
const LONGEST = 60_000;

/** What a process writes as it comes: the tail is followed until the reader scrolls up. */
export function LiveOutput({
  parts,
  label,
  className,
}: {
  parts: readonly OutputPart[];
  label: string;
  className?: string;
}) {
  const ref = useRef<HTMLPreElement>(null);
  const away = useRef(false);
  const length = parts.reduce((sum, { text }) => sum + text.length, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: more text is why the tail moves
  useLayoutEffect(() => {
    const box = ref.current?.parentElement;
    if (box && !away.current) box.scrollTop = box.scrollHeight;
  }, [length]);
  let left = LONGEST;
  const shown = [...parts].reverse().flatMap((part) => {
    if (left <= 0) return [];
    const text = part.text.slice(-left);
    left -= text.length;
    return [{ ...part, text }];
  });
  return (
    <ScrollArea
      label={label}
      onScroll={({ currentTarget: box }) => {
        away.current = box.scrollHeight - box.scrollTop - box.clientHeight > AT_END;
      }}
      className={cn(
        "max-h-60 overflow-auto rounded-md border bg-raised p-2 font-mono text-meta",
        className,
      )}
    >
      <pre ref={ref} className="wrap-anywhere whitespace-pre-wrap">
        {length > LONGEST ? (
          <span className="text-muted">{"The beginning is left out.\n"}</span>
        ) : null}
        {shown.reverse().map((part, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts are only ever added at the end
          <span key={at} className={part.stream === "stderr" ? "text-failed" : undefined}>
            {part.text.split("\n").map(plainLine).join("\n")}
          </span>
        ))}
      </pre>
    </ScrollArea>
  );
}
