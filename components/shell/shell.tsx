import type { ReactNode } from "react";
import { LiveProvider } from "@/components/shell/live/live-provider";
import { Navigation } from "@/components/shell/navigation";
import { Overlays } from "@/components/shell/overlays";
import type { Person } from "@/components/shell/person";
import type { ShellActions } from "@/components/shell/shell-actions";
import { ShellStateProvider } from "@/components/shell/shell-state";
import { Shortcuts } from "@/components/shell/shortcuts";
import { SignedOutNote } from "@/components/shell/signed-out-note";
import { TopBar } from "@/components/shell/top-bar";

/** What stands around every page of the console. */
export function Shell({
  person,
  actions,
  children,
}: {
  person: Person;
  actions: ShellActions;
  children: ReactNode;
}) {
  return (
    <ShellStateProvider person={person}>
      <LiveProvider audience={person.id}>
        <a
          href="#main"
          className="sr-only z-50 rounded-md border bg-page px-3 py-2 font-medium focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          Skip to content
        </a>
        <div className="flex min-h-dvh">
          <Navigation />
          <div className="flex min-w-0 flex-1 flex-col">
            <TopBar />
            <SignedOutNote />
            <main id="main" tabIndex={-1} className="min-w-0 flex-1 p-4 outline-none lg:px-6">
              {children}
            </main>
          </div>
        </div>
        <Overlays actions={actions} />
        <Shortcuts />
      </LiveProvider>
    </ShellStateProvider>
  );
}
