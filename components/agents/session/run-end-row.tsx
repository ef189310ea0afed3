import { memo } from "react";
import { useSessionContext } from "@/components/agents/session/session-context";
import { Foreign } from "@/components/data/foreign";
import { StatusIcon } from "@/components/data/status-icon";
import { cn } from "@/components/ui/cn";
import type { ConversationRun } from "@/lib/agents/conversation";
import type { RunEnd } from "@/lib/agents/conversation-rows";
import { costWords } from "@/lib/agents/cost-words";
import { STOP_WORDS, stopTone } from "@/lib/agents/session-looks";
import { plural } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";
import { formatDuration } from "@/lib/platform/time";

/** Where a run ended: why, in words, and what it used. */
export const RunEndRow = memo(function RunEndRow({
  run,
  ended,
}: {
  run: ConversationRun;
  ended: RunEnd;
}) {
  const { home } = useSessionContext().view.session;
  const tone = stopTone(ended.stopReason);
  const figures = [
    plural(run.turns, "turn"),
    plural(run.usage.totalTokens, "token"),
    costWords(run, home) ?? "cost not known",
    ...(run.durationMs === undefined ? [] : [`${formatDuration(run.durationMs)} at work`]),
    plainText(run.model),
    ...(run.mode === "plan" ? ["plan mode"] : []),
  ];
  return (
    <div className="flex min-w-0 items-start gap-2 border-b pb-3 text-meta group-last/row:border-b-0 group-last/row:pb-0 text-muted">
      <StatusIcon tone={tone} className="mt-px size-3.5" />
      <p className="min-w-0">
        <span
          className={cn(tone === "failed" && "text-failed", tone === "waiting" && "text-waiting")}
        >
          {STOP_WORDS[ended.stopReason]}
          {ended.problem ? (
            <>
              {" "}
              <Foreign text={ended.problem} />
            </>
          ) : null}
        </span>{" "}
        {figures.join(" · ")}
      </p>
    </div>
  );
});
