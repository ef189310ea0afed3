import { Foreign } from "@/components/data/foreign";
import { StatusIcon } from "@/components/data/status-icon";
import { Timestamp } from "@/components/data/timestamp";
import { cn } from "@/components/ui/cn";
import type { Approval, ApprovalState } from "@/lib/agents/approval";
import type { Tone } from "@/lib/platform/status";

const WORDS: Record<ApprovalState, { tone: Tone; label: string }> = {
  pending: { tone: "waiting", label: "Waiting for a decision" },
  approved: { tone: "succeeded", label: "Approved" },
  used: { tone: "succeeded", label: "Approved" },
  denied: { tone: "stopped", label: "Denied" },
  expired: { tone: "stopped", label: "Nobody decided it in time, so it was refused" },
  void: { tone: "stopped", label: "No longer asked for: the run was stopped" },
};

/** What became of an approval: by whom, when, and the reason. */
export function DecidedLine({ approval, className }: { approval: Approval; className?: string }) {
  const { asks, state, decidedBy, decidedAt, reason } = approval;
  const words = WORDS[state];
  const label = asks === "answer" && words.tone === "succeeded" ? "Answered" : words.label;
  return (
    <p className={cn("flex min-w-0 items-start gap-1.5 text-meta", className)}>
      <StatusIcon tone={words.tone} className="mt-px size-3.5" />
      <span className="min-w-0">
        {label}
        {decidedBy ? (
          <>
            {" by "}
            <Foreign text={decidedBy.name} />
          </>
        ) : null}
        {decidedAt ? (
          <>
            {" "}
            <Timestamp at={decidedAt} />
          </>
        ) : null}
        {reason ? (
          <>
            : <Foreign text={reason} />
          </>
        ) : null}
        {approval.askedInput === undefined ? null : " · with edited arguments"}
      </span>
    </p>
  );
}
