"use client";

import { useEffect, useRef, useState } from "react";
import { createSessionStream, type StreamState } from "@/components/agents/session/session-stream";
import type { JournalEntry } from "@/lib/agents/events";

/**
 * The journal as it grows, only while the tab is looked at: a browser has six connections to a
 * console, and a hidden tab would hold one of them. `heardAt`: when anything was heard last.
 */
export function useSessionStream(
  id: string,
  options: { cursor: () => number; onEntries: (entries: JournalEntry[]) => void },
): { state: StreamState; heardAt: string | undefined } {
  const [state, setState] = useState<StreamState>("connecting");
  const [heardAt, setHeardAt] = useState<string>();
  const given = useRef(options);
  given.current = options;
  useEffect(() => {
    let lastHeard = 0;
    const stream = createSessionStream(id, {
      cursor: () => given.current.cursor(),
      entries: (entries) => given.current.onEntries(entries),
      state: (next) => {
        // When it is cut, the page says since when: the last sound before that.
        if (lastHeard > 0) setHeardAt(new Date(lastHeard).toISOString());
        setState(next);
      },
      heard: () => {
        lastHeard = Date.now();
      },
    });
    const look = () => (document.hidden ? stream.pause() : stream.open());
    look();
    document.addEventListener("visibilitychange", look);
    window.addEventListener("online", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("online", look);
      stream.pause();
    };
  }, [id]);
  return { state, heardAt };
}
