"use client";

import type { ComponentProps } from "react";
import { useShell } from "@/components/shell/shell-state";
import { Button } from "@/components/ui/button";

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((part) => part.charAt(0))
    .slice(0, 2)
    .join("")
    .toUpperCase() || "?";

/** The round button with the person's initials; also the menu's trigger. */
export function PersonTrigger(props: ComponentProps<"button">) {
  const { person } = useShell();
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-haspopup="menu"
      aria-label={`Account of ${person.name}`}
      {...props}
    >
      <span
        aria-hidden="true"
        className="grid size-7 place-items-center rounded-full border border-line-strong bg-raised text-[11px] font-semibold"
      >
        {initials(person.name)}
      </span>
    </Button>
  );
}
