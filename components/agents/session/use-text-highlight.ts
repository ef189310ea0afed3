"use client";

import { type RefObject, useEffect } from "react";

const NAME = "session-search";
const MOST = 2_000;

/** Marks what matches in the text that is drawn, without changing it; `::highlight(session-search)` gives it its look. */
export function useTextHighlight(
  ref: RefObject<HTMLElement | null>,
  query: string,
  drawn: unknown,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn is why it looks anew
  useEffect(() => {
    const wanted = query.trim().toLowerCase();
    if (!("highlights" in CSS) || wanted === "" || !ref.current) return;
    const ranges: Range[] = [];
    const walker = document.createTreeWalker(ref.current, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node && ranges.length < MOST; node = walker.nextNode()) {
      const text = node.textContent?.toLowerCase() ?? "";
      if (text.length !== node.textContent?.length) continue;
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + wanted.length);
        ranges.push(range);
      }
    }
    CSS.highlights.set(NAME, new Highlight(...ranges));
    return () => {
      CSS.highlights.delete(NAME);
    };
  }, [ref, query, drawn]);
}
