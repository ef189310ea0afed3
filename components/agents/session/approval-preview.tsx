import { ArrowRight } from "lucide-react";
import { Foreign } from "@/components/data/foreign";
import { ScrollArea } from "@/components/data/scroll-area";
import { cn } from "@/components/ui/cn";
import type { EffectPreview } from "@/lib/agents/approval";
import { plainText } from "@/lib/platform/plain-text";

/** Exactly what will happen: the sentence, what is true now and what would be, and the lines that change. */
export function ApprovalPreview({ preview }: { preview: EffectPreview }) {
  return (
    <div className="grid min-w-0 gap-3">
      <p className="text-[15px] leading-6 font-medium wrap-anywhere">
        <Foreign text={preview.sentence} />
      </p>
      {preview.rows?.length ? (
        <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[max-content_minmax(0,1fr)]">
          {preview.rows.map(({ label, before, after }) => (
            <div key={label} className="min-w-0 sm:contents">
              <dt className="text-muted">{label}</dt>
              <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2 wrap-anywhere">
                {before === undefined || before === after ? null : (
                  <>
                    <span className="sr-only">now </span>
                    <bdi className="text-muted line-through decoration-line-strong">
                      {plainText(before)}
                    </bdi>
                    <span className="sr-only"> then </span>
                  </>
                )}
                <span className="flex min-w-0 items-baseline gap-2">
                  {before === undefined || before === after ? null : (
                    <ArrowRight aria-hidden="true" className="size-3 shrink-0 self-center" />
                  )}
                  <bdi
                    className={before === undefined || before === after ? undefined : "font-medium"}
                  >
                    {plainText(after)}
                  </bdi>
                </span>
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {preview.diff ? <UnifiedDiff text={preview.diff} /> : null}
    </div>
  );
}

/** A unified diff, line by line; what a colour says, a sign says too. */
export function UnifiedDiff({ text }: { text: string }) {
  const lines = text
    .replace(/\n$/, "")
    .split("\n")
    .filter((line) => !/^(---|\+\+\+) |^\\ No newline/.test(line));
  return (
    <ScrollArea
      label="Lines that change"
      className="max-h-80 overflow-auto rounded-md border py-1 font-mono text-meta outline-offset-[-2px]"
    >
      {lines.map((line, at) => {
        const sign = line[0] ?? " ";
        return (
          <p
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one diff keep their order
            key={at}
            className={cn(
              "w-max min-w-full px-2 whitespace-pre",
              sign === "+" && "bg-tint-succeeded",
              sign === "-" && "bg-tint-failed",
              sign === "@" && "text-muted",
            )}
          >
            {sign === "+" ? <span className="sr-only">Added: </span> : null}
            {sign === "-" ? <span className="sr-only">Removed: </span> : null}
            <bdi>{plainText(line)}</bdi>
          </p>
        );
      })}
    </ScrollArea>
  );
}
