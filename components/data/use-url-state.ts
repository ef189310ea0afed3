"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { changedSearch, type UrlChanges } from "@/components/data/url-search";

interface UrlChangeOptions {
  /** A step that Back undoes; without it the address changes in place. */
  push?: boolean;
  /** Waits so long for more changes before the address changes; what is read changes at once. */
  delayMs?: number;
}

/**
 * View state in the address: `get` reads a parameter, `set` changes some without asking the server
 * (Next follows `history`). What was set is read back at once, also while the address is behind.
 */
export function useUrlState(): {
  get: (name: string) => string | null;
  set: (changes: UrlChanges, options?: UrlChangeOptions) => void;
} {
  const params = useSearchParams();
  const [ahead, setAhead] = useState<UrlChanges>({});
  const waiting = useRef<UrlChanges>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const write = useCallback((push: boolean) => {
    clearTimeout(timer.current);
    const search = changedSearch(window.location.search, waiting.current);
    waiting.current = {};
    if (search === window.location.search) return setAhead({});
    const url = `${window.location.pathname}${search}${window.location.hash}`;
    if (push) window.history.pushState(null, "", url);
    else window.history.replaceState(null, "", url);
  }, []);
  const set = useCallback(
    (changes: UrlChanges, { push = false, delayMs = 0 }: UrlChangeOptions = {}) => {
      waiting.current = { ...waiting.current, ...changes };
      setAhead((before) => ({ ...before, ...changes }));
      clearTimeout(timer.current);
      if (delayMs > 0) timer.current = setTimeout(() => write(push), delayMs);
      else write(push);
    },
    [write],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed address is why it has caught up
  useEffect(() => {
    if (Object.keys(waiting.current).length === 0) setAhead({});
  }, [params]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return { get: (name) => (name in ahead ? (ahead[name] ?? null) : params.get(name)), set };
}
