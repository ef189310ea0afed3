"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { Person } from "@/components/shell/person";

/** What lies over the page; one at a time. */
export type Overlay = "command" | "shortcuts" | "activity" | "nav";

interface ShellState {
  person: Person;
  overlay: Overlay | undefined;
  open: (overlay: Overlay | undefined) => void;
}

const ShellContext = createContext<ShellState | undefined>(undefined);

export function ShellStateProvider({ person, children }: { person: Person; children: ReactNode }) {
  const [overlay, open] = useState<Overlay>();
  const value = useMemo(() => ({ person, overlay, open }), [person, overlay]);
  return <ShellContext value={value}>{children}</ShellContext>;
}

/** Who is signed in and which overlay is open; inside the console only. */
export function useShell(): ShellState {
  const value = useContext(ShellContext);
  if (!value) throw new Error("useShell needs the console's shell around it");
  return value;
}
