"use client";

import { lazy, memo, Suspense, useDeferredValue } from "react";
import { plainText } from "@/lib/platform/plain-text";

const MarkdownBody = lazy(() => import("@/components/agents/session/markdown-body"));

/** A model's words: plain until their markup can be read, and drawn behind what is typed meanwhile. */
export const MarkdownText = memo(function MarkdownText({ text }: { text: string }) {
  const shown = useDeferredValue(text);
  return (
    <Suspense
      fallback={
        <p className="leading-[1.4rem] wrap-anywhere whitespace-pre-wrap">{plainText(text)}</p>
      }
    >
      <MarkdownBody text={shown} />
    </Suspense>
  );
});
