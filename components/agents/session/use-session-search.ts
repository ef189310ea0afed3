"use client";

import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { RowTarget } from "@/components/agents/session/conversation-list";
import { singleKeysOn } from "@/components/data/single-keys";
import type { ConversationRow } from "@/lib/agents/conversation-rows";
import { findInConversation } from "@/lib/agents/find-in-conversation";

/** The search of an open session: `/` begins it, n and N lead from match to match. */
export function useSessionSearch(
  rows: readonly ConversationRow[],
  { onTarget, enabled }: { onTarget: (target: RowTarget) => void; enabled: boolean },
) {
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const sought = useDeferredValue(open ? query : "");
  const found = useMemo(() => findInConversation(rows, sought), [rows, sought]);
  const nonce = useRef(0);
  const lead = useCallback(
    (to: number) => {
      const one = found[to];
      if (!one) return;
      setAt(to);
      nonce.current += 1;
      onTarget({ ...one, nonce: nonce.current });
    },
    [found, onTarget],
  );
  const step = useCallback(
    (by: 1 | -1) => found.length > 0 && lead((at + by + found.length) % found.length),
    [found, at, lead],
  );
  // The last match first: what was said last is what people look for.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another text begins anew
  useEffect(() => {
    if (sought.trim() !== "" && found.length > 0) lead(found.length - 1);
  }, [sought]);
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (!enabled || !singleKeysOn(event)) return;
      if (event.key === "/") {
        event.preventDefault();
        setOpen(true);
      } else if (open && event.key === "n") step(1);
      else if (open && event.key === "N") step(-1);
    };
    document.addEventListener("keydown", keys);
    return () => document.removeEventListener("keydown", keys);
  }, [enabled, open, step]);
  return {
    open,
    toggle: () => setOpen((before) => !before),
    close: () => setOpen(false),
    query,
    sought,
    setQuery,
    found: found.length,
    at: Math.min(at, Math.max(0, found.length - 1)),
    step,
  };
}
