"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { copyText } from "@/components/data/copy-text";
import { Button } from "@/components/ui/button";

/** Lines to be pasted into a shell, with a button that copies them. */
export function CopyableSnippet({ lines, label }: { lines: readonly string[]; label: string }) {
  const [copied, setCopied] = useState<boolean>();
  const Icon = copied ? Check : Copy;
  return (
    <div className="my-1 flex items-start gap-2 rounded-md border bg-raised p-2">
      <pre className="min-w-0 flex-1 font-mono text-meta wrap-anywhere whitespace-pre-wrap text-ink">
        {lines.join("\n")}
      </pre>
      <Button
        size="sm"
        aria-label={`Copy ${label}`}
        onClick={async () => setCopied(await copyText(lines.join("\n")))}
      >
        <Icon aria-hidden="true" className="size-3.5" />
        {copied === undefined ? "Copy" : copied ? "Copied" : "Not copied"}
      </Button>
    </div>
  );
}
