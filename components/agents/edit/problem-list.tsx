"use client";

import { OctagonX } from "lucide-react";
import { useEdit } from "@/components/agents/edit/edit-context";
import { StatusIcon } from "@/components/data/status-icon";
import type { AgentProblem } from "@/lib/agents/parse-agent";
import type { Unresolved } from "@/lib/agents/tool";
import { plural } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";

/** All that keeps it from being saved, each leading to its field or line; then what would not load. */
export function ProblemList({
  unresolved,
  onShow,
}: {
  unresolved: readonly Unresolved[];
  onShow: (problem: AgentProblem) => void;
}) {
  const { problems } = useEdit();
  return (
    <div className="grid gap-3">
      <div role="status" className="grid gap-1">
        {problems.length === 0 ? (
          <p className="flex gap-2">
            <StatusIcon tone="succeeded" className="mt-0.5 size-4" />
            The configuration is in order.
          </p>
        ) : (
          <p className="flex gap-2 font-medium text-failed">
            <OctagonX aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            {plural(problems.length, "problem")} to mend before it is saved
          </p>
        )}
      </div>
      {problems.length > 0 ? (
        <ul className="grid gap-1">
          {problems.map((problem) => (
            <li key={problem.message}>
              <button
                type="button"
                onClick={() => onShow(problem)}
                className="min-h-6 text-start text-meta wrap-anywhere underline decoration-line-strong underline-offset-2 hover:text-accent pointer-coarse:min-h-11"
              >
                {plainText(problem.message)}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {problems.length === 0 && unresolved.length > 0 ? (
        <div className="grid gap-1">
          <p className="text-waiting">It can be saved, but this would not load:</p>
          <ul className="grid gap-1 text-meta text-muted">
            {unresolved.map(({ name, why }) => (
              <li key={`${name} ${why}`} className="wrap-anywhere">
                <code className="font-mono">{plainText(name)}</code> {plainText(why)}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}
