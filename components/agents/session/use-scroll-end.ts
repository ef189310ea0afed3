"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Closer to the end than this counts as being at the end, px. */
const AT_END = 24;

/**
 * Keeps a scroll area at its end while the reader is there, and leaves it alone while they are not;
 * then `unseen` counts the rows that came meanwhile.
 */
export function useScrollEnd(
  scroller: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  rows: number,
): { atEnd: boolean; unseen: number; toEnd: () => void; leave: () => void } {
  const held = useRef(true);
  const [atEnd, setAtEnd] = useState(true);
  const [seen, setSeen] = useState(rows);
  const toEnd = useCallback(() => {
    held.current = true;
    setAtEnd(true);
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
  }, [scroller]);
  useLayoutEffect(toEnd, [toEnd]);
  useEffect(() => {
    const box = scroller.current;
    const inner = content.current;
    if (!box || !inner) return;
    let before = box.scrollTop;
    const scrolled = () => {
      const near = box.scrollHeight - box.scrollTop - box.clientHeight < AT_END;
      // What grows moves no reader away; only going up does.
      if (near) held.current = true;
      else if (box.scrollTop < before - 2) held.current = false;
      before = box.scrollTop;
      setAtEnd(held.current);
    };
    const grown = new ResizeObserver(() => {
      if (held.current) box.scrollTop = box.scrollHeight;
    });
    grown.observe(inner);
    grown.observe(box);
    box.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      grown.disconnect();
      box.removeEventListener("scroll", scrolled);
    };
  }, [scroller, content]);
  useEffect(() => {
    if (atEnd) setSeen(rows);
  }, [atEnd, rows]);
  return {
    atEnd,
    unseen: atEnd ? 0 : Math.max(0, rows - seen),
    toEnd,
    leave: useCallback(() => {
      held.current = false;
      setAtEnd(false);
    }, []),
  };
}
