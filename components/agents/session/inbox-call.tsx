"use client";

import { useId } from "react";
import { AnswerCard } from "@/components/agents/session/answer-card";
import { ApprovalBody } from "@/components/agents/session/approval-body";
import { CallDecideBar } from "@/components/agents/session/call-decide-bar";
import { DecidedLine } from "@/components/agents/session/decided-line";
import { ProblemNote } from "@/components/data/problem-note";
import { StatusBadge } from "@/components/data/status-badge";
import { TextLink } from "@/components/data/text-link";
import { Elapsed, Timestamp } from "@/components/data/timestamp";
import { useRead } from "@/components/data/use-read";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { agentTitle } from "@/lib/agents/call-words";
import { agentKeys } from "@/lib/agents/keys";
import { sessionReadUrls } from "@/lib/agents/read-urls";
import type { WaitingCall, WaitingCallHead } from "@/lib/agents/waiting-call";
import type { InboxItem } from "@/lib/inbox/model";
import { plainText } from "@/lib/platform/plain-text";
import { routes } from "@/lib/platform/routes";

/** The inbox's card for a call of an agent: what exactly would happen, for whom, why it asks, and the decision. */
export function InboxCall({
  item,
  stale,
  gone,
  decided,
  confirmedAt,
  onDecided,
  onDismiss,
}: {
  item: InboxItem;
  stale: boolean;
  gone: boolean;
  decided: string | undefined;
  confirmedAt: string | undefined;
  onDecided: (words: string) => void;
  onDismiss: () => void;
}) {
  const id = useId();
  const head = item.detail as WaitingCallHead;
  const session = routes.agentSession(head.sessionId);
  const read = useRead<WaitingCall>(
    [...agentKeys.session(head.sessionId), "call", head.approvalId],
    sessionReadUrls.call(head.approvalId),
  );
  const approval = read.data?.approval;
  if (approval?.asks === "answer" && !gone)
    return <AnswerCard approval={approval} stale={stale} onDecided={onDecided} />;
  return (
    <article aria-labelledby={id} className="min-w-0 rounded-md border border-line-strong bg-page">
      <header className="grid gap-1 border-b p-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 id={id} className="min-w-0 text-[15px] leading-6 wrap-anywhere">
            {head.asks === "answer"
              ? `${agentTitle(head.agent)} asks a person`
              : `May ${agentTitle(head.agent)} do this?`}
          </h2>
          <StatusBadge
            tone={decided ? "succeeded" : gone ? "stopped" : "waiting"}
            label={decided ?? (gone ? "No longer waits" : "Waiting for a decision")}
          />
        </div>
        <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-meta text-muted">
          <bdi>{plainText(item.place)}</bdi>
          <TextLink href={session}>The conversation</TextLink>
          {item.waitingSince && !gone ? (
            <span>
              Waiting for <Elapsed since={item.waitingSince} />
            </span>
          ) : null}
          <span>
            Read <Timestamp at={confirmedAt} />
          </span>
        </p>
      </header>
      <div className="grid gap-3 p-3">
        {gone ? (
          <div
            role="status"
            className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border bg-raised px-3 py-2"
          >
            <p className="min-w-0 flex-1 basis-60">
              {decided
                ? `${decided}; the agent goes on by itself.`
                : "This no longer waits: it was decided elsewhere, expired, or the run was stopped."}
            </p>
            <TextLink href={session}>Watch the session</TextLink>
            <Button size="sm" variant="ghost" onClick={onDismiss}>
              Done
            </Button>
          </div>
        ) : null}
        {read.problem ? <ProblemNote problem={read.problem} onRetry={read.retry} /> : null}
        {gone && approval && approval.state !== "pending" ? (
          <DecidedLine approval={approval} />
        ) : null}
        {approval ? (
          <ApprovalBody approval={approval} />
        ) : read.state === "loading" ? (
          <Skeleton className="h-48" />
        ) : null}
      </div>
      {gone || !approval ? null : (
        <CallDecideBar approval={approval} stale={stale} onDecided={onDecided} />
      )}
    </article>
  );
}
