"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { useShell } from "@/components/shell/shell-state";
import { Button } from "@/components/ui/button";

const PersonMenu = dynamic(() => import("@/components/shell/person-menu"), {
  ssr: false,
  loading: () => <PersonTrigger />,
});

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((part) => part.charAt(0))
    .slice(0, 2)
    .join("")
    .toUpperCase() || "?";

/** The round button with the person's initials; also the menu's trigger. */
export function PersonTrigger(props: React.ComponentProps<"button">) {
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

/** The menu's code is fetched when it is first wanted. */
export function PersonButton() {
  const [wanted, setWanted] = useState(false);
  return wanted ? (
    <PersonMenu />
  ) : (
    <PersonTrigger aria-expanded={false} onClick={() => setWanted(true)} />
  );
}
