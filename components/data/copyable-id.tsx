"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { copyText } from "@/components/data/copy-text";
import { cn } from "@/components/ui/cn";
import { middleTruncate } from "@/lib/platform/format";

/** An id in mono, shortened in the middle, whole in the tip, copied by a press. */
export function CopyableId({
  value,
  max = 16,
  label = "id",
  className,
}: {
  value: string;
  max?: number;
  /** What it is, for the button's name: "Copy execution id". */
  label?: string;
  className?: string;
}) {
  const [outcome, setOutcome] = useState<"copied" | "failed">();
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(undefined), 1500);
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <button
      type="button"
      data-tip={value}
      aria-label={`${value}: copy ${label}`}
      onClick={async () => setOutcome((await copyText(value)) ? "copied" : "failed")}
      className={cn(
        "group relative z-1 inline-flex min-h-6 max-w-full items-center gap-1 rounded align-baseline font-mono text-meta hover:text-accent pointer-coarse:min-h-11",
        className,
      )}
    >
      <span className="truncate">{middleTruncate(value, max)}</span>
      {outcome === "copied" ? (
        <Check aria-hidden="true" className="size-3" />
      ) : (
        <Copy
          aria-hidden="true"
          className="size-3 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
        />
      )}
      <span role="status" className="sr-only">
        {outcome === "copied" ? "Copied" : outcome === "failed" ? "Could not copy" : ""}
      </span>
    </button>
  );
}
