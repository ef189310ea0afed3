"use client";

import { useEffect, useState } from "react";
import { compareFiles } from "@/lib/agents/compare-files";
import type { AgentFiles } from "@/lib/agents/config";

/** The version that is edited. */
export interface Base {
  version: number;
  files: AgentFiles;
}

interface Kept {
  files: AgentFiles;
  base?: Base;
}

const keyOf = (agent: string | undefined) => `switchyard.agent-draft.${agent ?? ""}`;

function readKept(agent: string | undefined): Kept | undefined {
  try {
    const text = sessionStorage.getItem(keyOf(agent));
    return text ? (JSON.parse(text) as Kept) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What is edited and what it is compared with. A change is kept for the tab's life, so that leaving
 * the page, a reload or a crash loses nothing; `restored` says that it came back.
 */
export function useDraft(agent: string | undefined, start: AgentFiles, newest: Base | undefined) {
  const [kept] = useState(() => readKept(agent));
  const [restored, setRestored] = useState(kept !== undefined);
  const [files, setFiles] = useState(kept?.files ?? start);
  const [base, setBase] = useState(kept?.base ?? newest);
  const against = base?.files ?? start;
  const dirty = compareFiles(against, files).length > 0;
  useEffect(() => {
    try {
      if (dirty)
        sessionStorage.setItem(keyOf(agent), JSON.stringify({ files, ...(base && { base }) }));
      else sessionStorage.removeItem(keyOf(agent));
    } catch {
      // No room, or none allowed: then it is not kept.
    }
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [agent, files, base, dirty]);
  return {
    files,
    setFiles,
    base,
    setBase,
    dirty,
    restored,
    /** Back to the version that is in force. */
    discard: () => {
      setFiles(newest?.files ?? start);
      setBase(newest);
      setRestored(false);
    },
    /** Saved: nothing is to be kept any more. */
    forget: () => {
      try {
        sessionStorage.removeItem(keyOf(agent));
      } catch {
        // It was never kept.
      }
    },
  };
}
