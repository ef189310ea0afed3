import { SquareTerminal } from "lucide-react";
import { memo } from "react";
import { LiveOutput } from "@/components/agents/session/live-output";
import { Foreign } from "@/components/data/foreign";
import { StatusIcon } from "@/components/data/status-icon";
import { Duration, Timestamp } from "@/components/data/timestamp";
import type { CommandItem } from "@/lib/agents/conversation";
import { plainText } from "@/lib/platform/plain-text";
import { formatDuration } from "@/lib/platform/time";

/** A person's command in the session's sandbox, as a terminal shows it; the model had no part in it. */
export const CommandRow = memo(function CommandRow({ item }: { item: CommandItem }) {
  const running = item.state === "running";
  const good = item.exitCode === 0;
  return (
    <div className="min-w-0 rounded-md border">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b px-3 py-1.5">
        <SquareTerminal aria-hidden="true" className="size-4 shrink-0 text-muted" />
        <h2 className="min-w-0 font-mono text-meta font-normal wrap-anywhere">
          <span className="sr-only">Command without the model: </span>
          <span aria-hidden="true" className="text-muted">
            ${" "}
          </span>
          <bdi className="whitespace-pre-wrap">{plainText(item.command)}</bdi>
        </h2>
        <span className="ml-auto flex items-center gap-2 text-meta text-muted">
          <StatusIcon
            tone={running ? "running" : good ? "succeeded" : "failed"}
            className="size-3.5"
          />
          {running ? (
            <>
              Running <Duration from={item.at} />
            </>
          ) : (
            <span>
              {item.exitCode === null ? "Did not end by itself" : `Exit code ${item.exitCode}`}
              {item.durationMs === undefined ? "" : ` · ${formatDuration(item.durationMs)}`}
            </span>
          )}
        </span>
      </div>
      {item.output.length > 0 ? (
        <LiveOutput
          parts={item.output}
          label={`Output of ${plainText(item.command).slice(0, 80)}`}
          className="rounded-none border-0"
        />
      ) : running ? null : (
        <p className="px-3 py-1.5 text-meta text-muted">It said nothing.</p>
      )}
      <p className="border-t px-3 py-1 text-meta text-muted">
        {item.problem ? (
          <>
            <Foreign text={item.problem} className="text-failed" /> ·{" "}
          </>
        ) : null}
        By <Foreign text={item.by} />, without the model <Timestamp at={item.at} />
      </p>
    </div>
  );
});
