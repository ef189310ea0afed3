"use client";

import { memo, useMemo } from "react";
import { drawAll } from "@/components/agents/session/draw-markdown";
import { addressesOf, readMarkdown } from "@/components/agents/session/read-markdown";
import { plainText } from "@/lib/platform/plain-text";

/** A model's answer as it meant it. Its code comes late. */
export default memo(function MarkdownBody({ text }: { text: string }) {
  const { tree, addresses } = useMemo(() => {
    const read = readMarkdown(plainText(text));
    return { tree: read, addresses: addressesOf(read) };
  }, [text]);
  return (
    <div className="grid min-w-0 gap-2 leading-[1.4rem] wrap-anywhere">
      {drawAll(tree.children, addresses)}
    </div>
  );
});
