"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ComponentProps, useEffect, useRef, useState } from "react";
import { TableFrame } from "@/components/data/table-frame";

/** Row height in px as the density says (the `--row` token). */
function useRowHeight(): number {
  const [height, setHeight] = useState(36);
  useEffect(() => {
    const root = document.documentElement;
    const read = () =>
      setHeight(Number.parseInt(getComputedStyle(root).getPropertyValue("--row"), 10) || 36);
    read();
    const watch = new MutationObserver(read);
    watch.observe(root, { attributeFilter: ["data-density"] });
    return () => watch.disconnect();
  }, []);
  return height;
}

/** A table that draws only the rows in view; its code comes with the first long table. */
export default function VirtualTable<Row>(
  props: Omit<ComponentProps<typeof TableFrame<Row>>, "scroller" | "slice">,
) {
  const scroller = useRef<HTMLDivElement>(null);
  const height = useRowHeight();
  const virtualizer = useVirtualizer({
    count: props.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    initialRect: { width: 1200, height: 800 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new row height is why it measures again
  useEffect(() => virtualizer.measure(), [height, virtualizer]);
  const items = virtualizer.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  const slice =
    first && last
      ? {
          from: first.index,
          to: last.index + 1,
          before: first.start,
          after: virtualizer.getTotalSize() - last.end,
        }
      : { from: 0, to: 0, before: 0, after: virtualizer.getTotalSize() };
  return <TableFrame {...props} scroller={scroller} slice={slice} />;
}
