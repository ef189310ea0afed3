"use client";

import { createContext, useContext } from "react";
import type { Approval } from "@/lib/agents/approval";
import type { SessionView } from "@/lib/agents/views";

/** What the parts of one open session need to know of it. */
export interface SessionContextValue {
  view: Omit<SessionView, "entries">;
  /** What is shown may be old: nothing is decided on it. */
  stale: boolean;
  /** Of a call, in whatever state; by its toolUseId. */
  approvals: ReadonlyMap<string, Approval>;
  /** The call that a search or the trace leads to: it is unfolded. */
  target: string | undefined;
  /** Shows the call in the trace. */
  openTrace: (toolUseId: string) => void;
  /** Forks after this line of the journal; absent where that may not be done. */
  fork: ((seq: number) => void) | undefined;
}

const SessionContext = createContext<SessionContextValue | undefined>(undefined);
export const SessionProvider = SessionContext;

export function useSessionContext(): SessionContextValue {
  const value = useContext(SessionContext);
  if (!value) throw new Error("useSessionContext needs an open session around it");
  return value;
}
