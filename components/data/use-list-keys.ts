"use client";

import { type RefObject, useEffect } from "react";
import { singleKeysOn } from "@/components/data/single-keys";

/**
 * `j`/`k` (and nothing else) move focus through the `[data-list-row]` links or buttons inside
 * `ref`; Enter is the element's own. At the end it stays. Off with the single-key shortcuts.
 */
export function useListKeys(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const move = (event: KeyboardEvent) => {
      if ((event.key !== "j" && event.key !== "k") || !singleKeysOn(event)) return;
      const rows = [...(ref.current?.querySelectorAll<HTMLElement>("[data-list-row]") ?? [])];
      if (rows.length === 0) return;
      const at = rows.indexOf(document.activeElement as HTMLElement);
      const next =
        at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)));
      rows[next]?.focus();
      event.preventDefault();
    };
    document.addEventListener("keydown", move);
    return () => document.removeEventListener("keydown", move);
  }, [ref]);
}
