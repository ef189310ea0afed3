import { Foreign } from "@/components/data/foreign";
import { Panel } from "@/components/data/panel";
import { ScrollArea } from "@/components/data/scroll-area";
import type { ProposedChange } from "@/lib/ami-updates/model";
import { plainText } from "@/lib/platform/plain-text";

const LINE = "flex gap-2 px-3 py-0.5";

/** The one line that changes in Git, exactly; and the text of the pull request. */
export function ChangePanel({ change, dryRun }: { change: ProposedChange; dryRun: boolean }) {
  return (
    <Panel
      title={dryRun ? "What would have been written" : "The change in Git"}
      aside={
        <span className="font-mono text-meta text-muted wrap-anywhere">
          {plainText(change.path)}:{change.line}
        </span>
      }
      flush
    >
      <ScrollArea
        label="One changed line"
        className="overflow-x-auto py-1.5 font-mono text-meta outline-offset-[-2px]"
      >
        <p className={`${LINE} w-max min-w-full bg-tint-failed whitespace-pre`}>
          <span aria-hidden="true">−</span>
          <span className="sr-only">Before: </span>
          <bdi>{plainText(change.before)}</bdi>
        </p>
        <p className={`${LINE} w-max min-w-full bg-tint-succeeded whitespace-pre`}>
          <span aria-hidden="true">+</span>
          <span className="sr-only">After: </span>
          <bdi>{plainText(change.after)}</bdi>
        </p>
      </ScrollArea>
      <details open={dryRun} className="border-t">
        <summary className="px-3 py-2 text-muted">Text of the pull request</summary>
        <div className="grid gap-2 px-3 pb-3">
          <p className="font-medium">
            <Foreign text={change.title} />
          </p>
          <ScrollArea
            label="Text of the pull request"
            className="max-h-72 overflow-auto rounded-md bg-raised p-2 font-mono text-meta wrap-anywhere whitespace-pre-wrap"
          >
            <bdi>{plainText(change.body)}</bdi>
          </ScrollArea>
          <p className="text-meta text-muted">
            Branch <span className="font-mono">{plainText(change.branch)}</span>
          </p>
        </div>
      </details>
    </Panel>
  );
}
