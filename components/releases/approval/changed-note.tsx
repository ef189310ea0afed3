"use client";

import { TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";

/** The evidence changed since the person looked: what, and a press that says they have seen it. */
export function ChangedNote({ changes, onSeen }: { changes: string[]; onSeen: () => void }) {
  if (changes.length === 0) return null;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md border border-waiting bg-tint-waiting px-3 py-2"
    >
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-waiting" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">The evidence changed since you looked</p>
        <ul className="grid gap-0.5">
          {changes.map((text) => (
            <li key={text} className="wrap-anywhere">
              {text}
            </li>
          ))}
        </ul>
      </div>
      <Button size="sm" onClick={onSeen}>
        I have seen it
      </Button>
    </div>
  );
}
