import { FileDiff } from "lucide-react";
import { DiffView } from "@/components/data/diff-view";
import type { FileChange } from "@/lib/agents/compare-files";
import { plainText } from "@/lib/platform/plain-text";

const WORD: Record<FileChange["state"], string> = {
  added: "new file",
  removed: "taken away",
  changed: "changed",
  spacing: "laid out in another way only",
};

/** What differs between two versions of an agent, file by file. */
export function FileChanges({ changes }: { changes: readonly FileChange[] }) {
  return (
    <div className="grid min-w-0 gap-3">
      {changes.map(({ path, state, hunks, added, removed }) => (
        <section
          key={path}
          aria-label={`${plainText(path)}: ${WORD[state]}`}
          className="min-w-0 overflow-hidden rounded-md border"
        >
          <header className="flex min-h-8 flex-wrap items-center gap-x-2 bg-raised px-3 py-1">
            <FileDiff aria-hidden="true" className="size-3.5 shrink-0 text-muted" />
            <h3 className="min-w-0 font-mono text-meta font-medium wrap-anywhere">
              <bdi>{plainText(path)}</bdi>
            </h3>
            <span className="text-meta text-muted">{WORD[state]}</span>
            {hunks.length > 0 ? (
              <span className="ml-auto text-meta tabular-nums">
                <span className="text-succeeded">
                  +{added}
                  <span className="sr-only"> lines added</span>
                </span>{" "}
                <span className="text-failed">
                  −{removed}
                  <span className="sr-only"> lines removed</span>
                </span>
              </span>
            ) : null}
          </header>
          {hunks.length > 0 ? (
            <DiffView
              label={`Changed lines of ${plainText(path)}`}
              hunks={hunks}
              className="max-h-[32rem] border-t"
            />
          ) : null}
        </section>
      ))}
    </div>
  );
}
