"use client";

import { ArrowDown, ArrowUp, X } from "lucide-react";
import { useReturnFocus } from "@/components/data/use-return-focus";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

/** Search within the session: how many places match, and the way from one to the next. */
export function SearchBar({
  query,
  found,
  at,
  onQuery,
  onStep,
  onClose,
}: {
  query: string;
  found: number;
  /** From 0. */
  at: number;
  onQuery: (query: string) => void;
  onStep: (by: 1 | -1) => void;
  onClose: () => void;
}) {
  const searching = query.trim() !== "";
  useReturnFocus();
  return (
    <search aria-label="Search in this session" className="flex items-center gap-1">
      <Input
        type="search"
        aria-label="Search in this session"
        placeholder="Search messages, calls and results"
        autoFocus
        className="h-7 max-w-80"
        value={query}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            onStep(event.shiftKey ? -1 : 1);
          } else if (event.key === "Escape") onClose();
        }}
      />
      <span role="status" className="min-w-16 px-1 text-meta text-muted tabular-nums">
        {searching ? (found === 0 ? "No match" : `${at + 1} of ${found}`) : ""}
      </span>
      <Button
        variant="ghost"
        size="icon"
        className="size-7"
        aria-label="Previous match (N)"
        data-tip="Previous match (N)"
        aria-disabled={found === 0 || undefined}
        onClick={() => onStep(-1)}
      >
        <ArrowUp aria-hidden="true" className="size-4" />
      </Button>
      <Button
        variant="ghost"
        size="icon"
        className="size-7"
        aria-label="Next match (n)"
        data-tip="Next match (n)"
        aria-disabled={found === 0 || undefined}
        onClick={() => onStep(1)}
      >
        <ArrowDown aria-hidden="true" className="size-4" />
      </Button>
      <Button
        variant="ghost"
        size="icon"
        className="size-7"
        aria-label="Close the search"
        onClick={onClose}
      >
        <X aria-hidden="true" className="size-4" />
      </Button>
    </search>
  );
}
