"use client";

import { ChevronRight } from "lucide-react";
import dynamic from "next/dynamic";
import { memo, useEffect, useId, useState } from "react";
import { CallDetail } from "@/components/agents/session/call-detail";
import { ClassBadge } from "@/components/agents/session/class-badge";
import { DecidedLine } from "@/components/agents/session/decided-line";
import { LiveOutput } from "@/components/agents/session/live-output";
import { Pictures } from "@/components/agents/session/pictures";
import { useSessionContext } from "@/components/agents/session/session-context";
import { StatusIcon } from "@/components/data/status-icon";
import { Duration } from "@/components/data/timestamp";
import { cn } from "@/components/ui/cn";
import { Skeleton } from "@/components/ui/skeleton";
import type { ApprovalState } from "@/lib/agents/approval";
import { callWords, resultWords } from "@/lib/agents/call-words";
import { type CallBlock, picturesOf } from "@/lib/agents/conversation";
import { callLook } from "@/lib/agents/session-looks";
import { plainText } from "@/lib/platform/plain-text";
import { formatDuration } from "@/lib/platform/time";

const waits = () => <Skeleton className="h-72" />;
const ApprovalCard = dynamic(
  () => import("@/components/agents/session/approval-card").then((module) => module.ApprovalCard),
  { loading: waits },
);

const REFUSALS: readonly ApprovalState[] = ["denied", "expired", "void"];

/** One call: what it does in words, how it went, and all of it when it is unfolded. */
export const CallCard = memo(function CallCard({ call }: { call: CallBlock }) {
  const id = useId();
  const { view, approvals, target } = useSessionContext();
  const look = callLook(call);
  const input = call.editedInput ?? call.input;
  const words = callWords({ name: call.name, server: call.server, input });
  const aimed = target === call.toolUseId;
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (aimed) setOpen(true);
  }, [aimed]);
  const approval = approvals.get(call.toolUseId);
  const pictures = picturesOf(call);
  const running = call.phase === "started";
  // Of a refusal the line of the decision says all.
  const refused = approval !== undefined && REFUSALS.includes(approval.state);
  const said =
    call.result && !pictures.length && !refused
      ? resultWords(call.result.content, call.result.status === "error")
      : "";
  return (
    <div
      data-call={call.toolUseId}
      tabIndex={-1}
      className={cn("min-w-0 outline-offset-[-2px]", aimed && "bg-selected")}
    >
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex min-h-9 w-full min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5 px-3 py-1.5 text-start hover:bg-hover pointer-coarse:min-h-11"
      >
        <span className="flex min-w-0 items-start gap-2">
          <ChevronRight
            aria-hidden="true"
            className={cn(
              "mt-[3px] size-3.5 shrink-0 text-muted transition-transform",
              open && "rotate-90",
            )}
          />
          <StatusIcon tone={look.tone} className="mt-0.5 size-4" />
          <span className="sr-only">{look.label}: </span>
          <span className="min-w-0 font-medium wrap-anywhere">
            {words.what}
            {words.of ? (
              <bdi className="ml-1.5 font-mono text-meta font-normal wrap-anywhere">
                {plainText(words.of)}
              </bdi>
            ) : null}
            {call.class ? (
              <>
                {" "}
                <ClassBadge value={call.class} />
              </>
            ) : null}
          </span>
        </span>
        <span className="ml-auto flex shrink-0 items-center gap-2 text-meta text-muted tabular-nums">
          {look.tone === "succeeded" ? null : <span aria-hidden="true">{look.label}</span>}
          {running ? (
            <Duration from={call.startedAt} />
          ) : call.durationMs === undefined ? null : (
            formatDuration(call.durationMs)
          )}
        </span>
      </button>
      {!open && said ? (
        <p className="truncate pr-3 pb-1.5 pl-[3.25rem] text-meta text-muted">
          <bdi>{plainText(said)}</bdi>
        </p>
      ) : null}
      {running && !open && call.output.length > 0 ? (
        <div className="px-3 pb-2">
          <LiveOutput parts={call.output} label={`Output of ${words.what}`} className="max-h-40" />
        </div>
      ) : null}
      <div id={id} hidden={!open}>
        {open ? <CallDetail call={call} area={words.area} /> : null}
      </div>
      {pictures.length > 0 ? (
        <div className="px-3 pb-3">
          <Pictures sessionId={view.session.id} pictures={pictures} />
        </div>
      ) : null}
      {approval && call.phase === "waiting" ? (
        <div className="p-2 pt-0">
          <ApprovalCard approval={approval} />
        </div>
      ) : approval && approval.state !== "pending" ? (
        <DecidedLine approval={approval} className="px-3 pb-2 pl-[3.25rem]" />
      ) : null}
    </div>
  );
});
