"use client";

import { ApprovalPreview } from "@/components/agents/session/approval-preview";
import { ClassBadge } from "@/components/agents/session/class-badge";
import { ArgumentList } from "@/components/agents/session/json-text";
import { QuestionText } from "@/components/agents/session/question-text";
import { useNow } from "@/components/data/clock";
import { Fact } from "@/components/data/facts";
import { Foreign } from "@/components/data/foreign";
import { TextLink } from "@/components/data/text-link";
import { Timestamp } from "@/components/data/timestamp";
import type { Approval } from "@/lib/agents/approval";
import { agentTitle } from "@/lib/agents/call-words";
import { CLASS_WORDS } from "@/lib/agents/session-looks";
import { formatDuration } from "@/lib/platform/time";

/** What somebody decides on: the effect, the rule that asks, on whose behalf, until when, and the arguments. */
export function ApprovalBody({ approval }: { approval: Approval }) {
  const { preview } = approval;
  const answers = approval.asks === "answer";
  return (
    <div className="grid gap-3">
      {answers ? <QuestionText input={approval.input} /> : <ApprovalPreview preview={preview} />}
      {preview.href?.startsWith("/") ? (
        <p>
          <TextLink href={preview.href}>Look at what it changes</TextLink>
        </p>
      ) : null}
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
        {answers ? null : (
          <Fact name="What it may do">
            <span className="flex items-start gap-2">
              <ClassBadge value={approval.class} />
              {CLASS_WORDS[approval.class].about}
            </span>
          </Fact>
        )}
        <Fact name="Why it asks">
          <Foreign text={approval.rule} />
        </Fact>
        <Fact name="Asked by">
          <Foreign
            text={`${agentTitle(approval.agent)} on behalf of ${approval.requestedBy.name}`}
          />{" "}
          <Timestamp at={approval.requestedAt} className="text-muted" />
        </Fact>
        {answers ? (
          <Fact name="Tool">
            <Foreign text={approval.tool} className="font-mono text-meta" />
          </Fact>
        ) : null}
        {approval.state === "pending" ? (
          <Fact name={answers ? "Given up by itself" : "Refused by itself"}>
            <Expiry at={approval.expiresAt} />
          </Fact>
        ) : null}
      </dl>
      {answers ? null : <ExactCall approval={approval} />}
    </div>
  );
}

function ExactCall({ approval }: { approval: Approval }) {
  return (
    <details>
      <summary className="py-0.5 text-muted pointer-coarse:py-3">
        Exactly what is called: <span className="font-mono text-meta">{approval.tool}</span>
      </summary>
      <div className="mt-2 grid gap-3">
        <ArgumentList value={approval.input} label="Arguments" />
        {approval.askedInput === undefined ? null : (
          <div className="grid gap-1">
            <p className="text-meta text-muted">Before a person edited it, the agent asked for</p>
            <ArgumentList value={approval.askedInput} label="Arguments as asked" />
          </div>
        )}
      </div>
    </details>
  );
}

/** How long it may still be decided; ticks. */
function Expiry({ at }: { at: string }) {
  const now = useNow(1_000);
  const left = Date.parse(at) - now;
  if (left <= 0) return <span>Its time is over</span>;
  return (
    <time dateTime={at} suppressHydrationWarning className="tabular-nums">
      in {formatDuration(Math.max(1_000, left))}
    </time>
  );
}
