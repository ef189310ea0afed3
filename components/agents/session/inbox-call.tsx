"use client";

import { AnswerCard } from "@/components/agents/session/answer-card";
import { ApprovalBody } from "@/components/agents/session/approval-body";
import { CallDecideBar } from "@/components/agents/session/call-decide-bar";
import { DecidedLine } from "@/components/agents/session/decided-line";
import type { InboxCardProps } from "@/components/data/inbox-card";
import { ProblemNote } from "@/components/data/problem-note";
import { TextLink } from "@/components/data/text-link";
import { Timestamp } from "@/components/data/timestamp";
import { useRead } from "@/components/data/use-read";
import { GoneLine, WaitingCard, WaitingFor } from "@/components/data/waiting-card";
import { Skeleton } from "@/components/ui/skeleton";
import { agentTitle } from "@/lib/agents/call-words";
import { agentKeys } from "@/lib/agents/keys";
import { sessionReadUrls } from "@/lib/agents/read-urls";
import type { WaitingCall, WaitingCallHead } from "@/lib/agents/waiting-call";
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
}: InboxCardProps) {
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
    <WaitingCard
      title={
        head.asks === "answer"
          ? `${agentTitle(head.agent)} asks a person`
          : `May ${agentTitle(head.agent)} do this?`
      }
      facts={
        <>
          <bdi>{plainText(item.place)}</bdi>
          {read.problem?.code === "forbidden" ? null : (
            <TextLink href={session}>The conversation</TextLink>
          )}
          <WaitingFor since={item.waitingSince} gone={gone} />
          <span>
            Read <Timestamp at={confirmedAt} />
          </span>
        </>
      }
      gone={gone}
      decided={decided}
    >
      <div className="grid gap-3 p-3">
        {gone ? (
          <GoneLine
            words={
              decided
                ? `${decided}; the agent goes on by itself.`
                : "This no longer waits: it was decided elsewhere, expired, or the run was stopped."
            }
            follow={{ href: session, label: "Watch the session" }}
            onDismiss={onDismiss}
          />
        ) : null}
        {read.problem?.code === "forbidden" ? (
          <p className="text-muted">
            {read.problem.message} Who may decide the call sees all of it.
          </p>
        ) : read.problem ? (
          <ProblemNote problem={read.problem} onRetry={read.retry} />
        ) : null}
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
    </WaitingCard>
  );
}
