"use client";

import { ConfirmDialog } from "@/components/data/confirm-dialog";
import { useServerAction } from "@/components/data/use-server-action";
import { cacheReads } from "@/components/prompt-cache/parts/cache-reads";
import type { TuningView } from "@/lib/prompt-cache/tuning";
import { whatIfSentence } from "@/lib/prompt-cache/what-if";
import { saveNamespaceAction } from "@/server/prompt-cache/actions";
import { useNamespace } from "./use-namespace";

/** Puts a threshold in force, after what it would have meant was read. */
export function ApplyThreshold({
  view,
  threshold,
  onClose,
}: {
  view: TuningView;
  threshold: number;
  onClose: () => void;
}) {
  const { row, problem, state } = useNamespace(view.namespace);
  const action = useServerAction({
    action: saveNamespaceAction,
    said: () => `The threshold of ${view.namespace} is ${threshold.toFixed(2)} now.`,
    reads: cacheReads("tuning", "namespaces"),
    onSettled: onClose,
  });
  const lower = threshold < view.threshold;
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Apply ${threshold.toFixed(2)} to ${view.namespace}?`}
      consequence={`${whatIfSentence(view, threshold, view.changes)} ${
        lower
          ? "From now on, less similar prompts are answered from the cache; what is stored stays."
          : "From now on, fewer prompts are answered from the cache; what is stored stays."
      }`}
      confirm={`Apply ${threshold.toFixed(2)}`}
      pending={action.pending}
      disabledWhy={
        row
          ? undefined
          : state === "loading"
            ? "Reading the settings."
            : "There is no such namespace."
      }
      problem={action.problem ?? problem}
      onConfirm={() =>
        row &&
        action.run({
          name: row.name,
          seen: row.updatedAt,
          settings: { ...row.settings, semantic: { ...row.settings.semantic, threshold } },
        })
      }
    />
  );
}
