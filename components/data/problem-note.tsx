"use client";

import { OctagonX } from "lucide-react";
import { Button } from "@/components/ui/button";

/** A failure as screens pass it around: `Problem`, or a snapshot's problem (no ref, no retryable). */
export interface ShownProblem {
  code?: string;
  message: string;
  ref?: string;
  retryable?: boolean;
}

/** An error: sentence, code, ref, Retry. */
export function ProblemNote({ problem, onRetry }: { problem: ShownProblem; onRetry?: () => void }) {
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-failed bg-tint-failed px-3 py-2"
    >
      <OctagonX aria-hidden="true" className="size-4 shrink-0 text-failed" />
      <p className="min-w-0 flex-1 basis-60 break-words">
        {problem.message}{" "}
        <span className="text-meta text-muted">
          {[problem.code, problem.ref ? `ref ${problem.ref}` : undefined]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </p>
      {onRetry && problem.retryable !== false ? (
        <Button size="sm" onClick={onRetry}>
          Retry
        </Button>
      ) : null}
    </div>
  );
}
