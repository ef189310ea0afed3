import { memo } from "react";
import { markMatches, plainLine } from "@/components/data/log-text";
import { cn } from "@/components/ui/cn";

/** One line of a log, numbered from 1 over the whole log. `text` is text, never markup. */
export interface LogLine {
  number: number;
  at?: string;
  text: string;
}

/** A line drawn: its number is its link. */
export const LogLineRow = memo(function LogLineRow({
  line,
  query,
  wrap,
  named,
  current,
}: {
  line: LogLine;
  query: string;
  wrap: boolean;
  /** The address names this line. */
  named: boolean;
  /** The search stands here. */
  current: boolean;
}) {
  return (
    <div
      data-line={line.number}
      className={cn(
        "flex w-max min-w-full gap-3 bg-page pr-3 leading-6",
        wrap && "w-full",
        (named || current) && "bg-selected shadow-[inset_2px_0_0_var(--accent)]",
      )}
    >
      <a
        href={`#L${line.number}`}
        aria-label={`Link to line ${line.number}`}
        data-tip={line.at}
        className="sticky left-0 w-14 shrink-0 bg-inherit pr-1 text-end text-muted select-none hover:text-ink hover:underline"
      >
        {line.number}
      </a>
      <span className={wrap ? "min-w-0 break-all whitespace-pre-wrap" : "whitespace-pre"}>
        {markMatches(plainLine(line.text), query).map((piece, at) =>
          piece.match ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one line keep their order
            <mark key={at} className="rounded-xs bg-accent text-ink-inverse">
              {piece.text}
            </mark>
          ) : (
            piece.text
          ),
        )}
      </span>
    </div>
  );
});
