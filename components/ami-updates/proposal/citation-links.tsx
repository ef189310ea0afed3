"use client";

import type { MouseEvent } from "react";
import { NOTES_ID } from "@/components/ami-updates/proposal/notes-id";
import type { Citation } from "@/lib/ami-updates/model";
import { plainText } from "@/lib/platform/plain-text";

/** Where the notes say it: each leads to its line, highlighted. */
export function CitationLinks({
  citations,
  lineOnly = false,
}: {
  citations: readonly Citation[];
  /** Without the release, where there is no room for it. */
  lineOnly?: boolean;
}) {
  if (citations.length === 0) return null;
  return (
    <span className="flex flex-wrap gap-x-2 gap-y-0.5">
      {citations.map((citation) => (
        <CitationLink
          key={`${citation.release} ${citation.line}`}
          lineOnly={lineOnly}
          {...citation}
        />
      ))}
    </span>
  );
}

function CitationLink({ release, line, quote, lineOnly }: Citation & { lineOnly: boolean }) {
  const search = `?notes=${encodeURIComponent(release)}`;
  const href = `${search}#L${line}`;
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    history.pushState(null, "", href);
    window.dispatchEvent(new Event("hashchange"));
    const notes = document.getElementById(NOTES_ID);
    notes?.scrollIntoView({ block: "start" });
    notes?.focus({ preventScroll: true });
  };
  return (
    <a
      href={href}
      onClick={open}
      data-tip={lineOnly ? `${plainText(release)}: ${plainText(quote)}` : plainText(quote)}
      className="relative z-1 inline-flex min-h-6 items-center font-mono text-meta whitespace-nowrap text-muted underline decoration-line-strong underline-offset-2 hover:text-accent pointer-coarse:min-h-11"
    >
      {lineOnly ? <span className="sr-only">{plainText(release)} </span> : `${plainText(release)} `}
      L{line}
      <span className="sr-only">: {plainText(quote)}</span>
    </a>
  );
}
