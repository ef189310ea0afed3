"use client";

import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { CopyableSnippet } from "@/components/prompt-cache/parts/copyable-snippet";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import type { IssuedKey } from "@/lib/prompt-cache/key";
import { keySnippets } from "@/lib/prompt-cache/key-snippets";

/** A key, once, ready to be pasted. A slip of the hand does not lose it: the first Escape only warns. */
export function IssuedKeyDialog({
  issued,
  name,
  onClose,
}: {
  issued: IssuedKey;
  name: string;
  onClose: () => void;
}) {
  const [attempts, setAttempts] = useState(0);
  return (
    <Dialog
      // The browser has closed it; a new one takes its place.
      key={attempts}
      open
      onOpenChange={(open) => !open && (attempts > 0 ? onClose() : setAttempts(1))}
      title={`The key ${name}`}
      description="This is the only time that it is shown."
      className="max-w-[min(44rem,calc(100vw-2rem))]"
    >
      <div className="grid gap-3">
        {keySnippets(issued, window.location.origin).map(({ title, lines }) => (
          <div key={title} className="grid gap-1">
            <h3 className="text-meta font-medium">{title}</h3>
            <CopyableSnippet label={title.toLowerCase()} lines={lines} />
          </div>
        ))}
        {issued.kind === "signing" ? (
          <p className="text-muted">
            A program that also calls other AWS services gives these two to its Bedrock client only:
            AWS itself does not know them.
          </p>
        ) : null}
        {attempts > 0 ? (
          <p role="alert" className="flex items-center gap-2 text-waiting">
            <TriangleAlert aria-hidden="true" className="size-4 shrink-0" />
            It cannot be shown again. Close it once more when you have kept it.
          </p>
        ) : null}
      </div>
      <DialogFooter>
        <Button variant="primary" onClick={onClose}>
          I have kept it
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
