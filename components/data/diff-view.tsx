import { ScrollArea } from "@/components/data/scroll-area";
import { cn } from "@/components/ui/cn";
import type { DiffHunk, DiffLine } from "@/lib/platform/diff-lines";
import { plainText } from "@/lib/platform/plain-text";

const SIGN: Record<DiffLine["kind"], string> = { same: " ", removed: "−", added: "+" };

/** Changed lines with their numbers before and after; what a colour says, a sign and a word say too. */
export function DiffView({
  label,
  hunks,
  className,
}: {
  label: string;
  hunks: readonly DiffHunk[];
  className?: string;
}) {
  return (
    <ScrollArea
      label={label}
      className={cn("overflow-auto py-1 font-mono text-meta outline-offset-[-2px]", className)}
    >
      {hunks.map((hunk) => {
        const first = hunk.lines[0];
        return (
          <div
            key={`${first?.before ?? ""} ${first?.after ?? ""}`}
            className="w-max min-w-full border-t border-dashed py-0.5 first:border-t-0"
          >
            {hunk.lines.map((line) => (
              <Line key={`${line.before ?? ""} ${line.after ?? ""}`} line={line} />
            ))}
          </div>
        );
      })}
    </ScrollArea>
  );
}

function Line({ line: { kind, text, before, after } }: { line: DiffLine }) {
  return (
    <p
      className={cn(
        "flex whitespace-pre",
        kind === "added" && "bg-tint-succeeded",
        kind === "removed" && "bg-tint-failed",
      )}
    >
      <span
        aria-hidden="true"
        className="w-9 shrink-0 pr-2 text-end text-muted select-none max-sm:hidden"
      >
        {before}
      </span>
      <span aria-hidden="true" className="w-9 shrink-0 pr-2 text-end text-muted select-none">
        {after}
      </span>
      <span aria-hidden="true" className="w-4 shrink-0 select-none">
        {SIGN[kind]}
      </span>
      {kind === "same" ? null : (
        <span className="sr-only">{kind === "added" ? "Added: " : "Removed: "}</span>
      )}
      <bdi className="pr-3">{plainText(text)}</bdi>
    </p>
  );
}
