"use client";

import { ArrowDown, ArrowDownToLine, ArrowUp, Search, WrapText } from "lucide-react";
import type { KeyboardEvent, ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";

/** Search, wrap and follow of a log. */
export function LogToolbar({
  query,
  onQuery,
  found,
  at,
  onStep,
  wrap,
  onWrap,
  follow,
  onFollow,
}: {
  query: string;
  onQuery: (query: string) => void;
  /** Lines that match, and which of them is shown (from 0). */
  found: number;
  at: number;
  onStep: (by: 1 | -1) => void;
  wrap: boolean;
  onWrap: (wrap: boolean) => void;
  /** Undefined once the log is complete: there is nothing to follow. */
  follow: boolean | undefined;
  onFollow: (follow: boolean) => void;
}) {
  const searching = query.trim() !== "";
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    onStep(event.shiftKey ? -1 : 1);
  };
  return (
    <div className="flex flex-wrap items-center gap-1 border-b px-2 py-1.5 font-sans">
      <div className="relative min-w-0 flex-1 basis-40 sm:max-w-72">
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-muted"
        />
        <Input
          type="search"
          aria-label="Search the lines"
          placeholder="Search the lines"
          className="h-7 pl-7"
          value={query}
          onChange={(event) => onQuery(event.target.value)}
          onKeyDown={keys}
        />
      </div>
      <span role="status" className="px-1 text-meta text-muted tabular-nums">
        {searching ? (found === 0 ? "No match" : `${at + 1} of ${found}`) : ""}
      </span>
      {searching ? (
        <>
          <ToolButton label="Previous match" off={found === 0} onClick={() => onStep(-1)}>
            <ArrowUp aria-hidden="true" className="size-4" />
          </ToolButton>
          <ToolButton label="Next match" off={found === 0} onClick={() => onStep(1)}>
            <ArrowDown aria-hidden="true" className="size-4" />
          </ToolButton>
        </>
      ) : null}
      <span className="flex-1" />
      <Toggle label="Wrap" on={wrap} onChange={onWrap}>
        <WrapText aria-hidden="true" className="size-4" />
      </Toggle>
      {follow === undefined ? null : (
        <Toggle label="Follow" on={follow} onChange={onFollow}>
          <ArrowDownToLine aria-hidden="true" className="size-4" />
        </Toggle>
      )}
    </div>
  );
}

function ToolButton({
  label,
  off,
  onClick,
  children,
}: {
  label: string;
  off: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <Button
      variant="ghost"
      size="icon"
      className="size-7"
      aria-label={label}
      aria-disabled={off || undefined}
      data-tip={label}
      onClick={() => off || onClick()}
    >
      {children}
    </Button>
  );
}

function Toggle({
  label,
  on,
  onChange,
  children,
}: {
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Button
      variant="ghost"
      size="sm"
      aria-pressed={on}
      onClick={() => onChange(!on)}
      className={cn(on ? "border-line-strong" : "text-muted")}
    >
      {children}
      {label}
    </Button>
  );
}
