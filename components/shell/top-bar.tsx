"use client";

import { History, Menu, Search } from "lucide-react";
import { Breadcrumb } from "@/components/shell/breadcrumb";
import { CommandKey } from "@/components/shell/command-key";
import { LiveIndicator } from "@/components/shell/live-indicator";
import { useWaiting } from "@/components/shell/navigation";
import { PersonButton } from "@/components/shell/person-button";
import { Place } from "@/components/shell/place";
import { useShell } from "@/components/shell/shell-state";
import { Button } from "@/components/ui/button";

/** The 48 px bar: where we are, which AWS, whether it is live, the command menu, the person. */
export function TopBar() {
  const { open } = useShell();
  return (
    <header className="sticky top-0 z-10 flex h-bar items-center gap-2 border-b bg-page px-4 max-md:px-1.5 lg:px-6">
      <NavButton />
      <Breadcrumb />
      <Place className="max-lg:hidden" />
      <LiveIndicator />
      <button
        type="button"
        onClick={() => open("command")}
        className="flex h-8 items-center gap-2 rounded-md border border-line-strong px-2 text-muted hover:bg-press hover:text-ink pointer-coarse:min-h-11 max-md:size-8 max-md:justify-center max-md:border-transparent max-md:px-0 max-md:pointer-coarse:min-w-11"
      >
        <Search aria-hidden="true" className="size-4" />
        <span className="max-md:sr-only">Go to or run</span>
        <span aria-hidden="true" className="max-md:hidden">
          <CommandKey />
        </span>
      </button>
      <Button
        variant="ghost"
        size="icon"
        aria-label="Activity"
        data-tip="Activity"
        onClick={() => open("activity")}
        className="max-sm:hidden"
      >
        <History aria-hidden="true" className="size-4" />
      </Button>
      <PersonButton />
    </header>
  );
}

function NavButton() {
  const { open } = useShell();
  const waiting = useWaiting();
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={waiting ? `Navigation, ${waiting} waiting in the inbox` : "Navigation"}
      onClick={() => open("nav")}
      className="md:hidden"
    >
      <Menu aria-hidden="true" className="size-5" />
      {waiting ? (
        <span
          aria-hidden="true"
          className="absolute top-0.5 right-0 min-w-4 rounded-full bg-ink px-1 text-center text-[11px] leading-4 font-semibold text-ink-inverse"
        >
          {waiting > 99 ? "99+" : waiting}
        </span>
      ) : null}
    </Button>
  );
}
