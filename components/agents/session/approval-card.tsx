"use client";

import { useId } from "react";
import { AnswerCard } from "@/components/agents/session/answer-card";
import { ApprovalBody } from "@/components/agents/session/approval-body";
import { CallDecideBar } from "@/components/agents/session/call-decide-bar";
import { useSessionContext } from "@/components/agents/session/session-context";
import { StatusBadge } from "@/components/data/status-badge";
import type { Approval } from "@/lib/agents/approval";

/** A call that waits, where it stands in the conversation: what would happen, and the decision. */
export function ApprovalCard({ approval }: { approval: Approval }) {
  const id = useId();
  const { stale } = useSessionContext();
  if (approval.asks === "answer") return <AnswerCard approval={approval} stale={stale} />;
  return (
    <article
      aria-labelledby={id}
      data-approval={approval.id}
      tabIndex={-1}
      className="min-w-0 rounded-md border border-waiting bg-page"
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b bg-tint-waiting px-3 py-2">
        <h3 id={id} className="font-semibold">
          May the agent do this?
        </h3>
        <StatusBadge tone="waiting" label="Waiting for a decision" size="sm" />
      </header>
      <div className="p-3">
        <ApprovalBody approval={approval} />
      </div>
      <CallDecideBar approval={approval} stale={stale} />
    </article>
  );
}
