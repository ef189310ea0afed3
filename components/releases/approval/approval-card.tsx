"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { useNow } from "@/components/data/clock";
import { Foreign } from "@/components/data/foreign";
import { WaitingCard } from "@/components/data/waiting-card";
import { ApprovalEvidence } from "@/components/releases/approval/approval-evidence";
import { ApprovalFacts } from "@/components/releases/approval/approval-facts";
import { ChangedNote } from "@/components/releases/approval/changed-note";
import { DecideBar } from "@/components/releases/approval/decide-bar";
import { DecidedNote } from "@/components/releases/approval/decided-note";
import { GoneNote } from "@/components/releases/approval/gone-note";
import { useDecideApproval } from "@/components/releases/approval/use-decide-approval";
import { useSeenEvidence } from "@/components/releases/approval/use-seen-evidence";
import { whyNot } from "@/lib/platform/eligibility";
import type { Role } from "@/lib/platform/permissions";
import { approveConsequence, rejectConsequence, rejectInShort } from "@/lib/releases/consequence";
import { canDecide } from "@/lib/releases/eligibility";
import type { ApprovalView, DecideApprovalInput } from "@/lib/releases/model";

const DecideDialog = dynamic(
  () =>
    import("@/components/releases/approval/decide-dialog").then((module) => module.DecideDialog),
  { ssr: false },
);

const UNSEEN = "The evidence changed since you looked; confirm that you have seen it.";

/** One approval that waits: the question, the evidence, the consequence, the decision. */
export function ApprovalCard({
  approval,
  role,
  stale,
  gone = false,
  decided,
  confirmedAt,
  showPlace = false,
  onDecided,
  onDismiss,
}: {
  approval: ApprovalView;
  role: Role;
  /** The live data is old: nothing may be decided on it. */
  stale: boolean;
  /** It no longer waits; the card stays until it is dismissed. */
  gone?: boolean;
  /** What this person decided just now, in words; the card then says how to follow it. */
  decided?: string | undefined;
  /** When the live data was last confirmed. */
  confirmedAt?: string | undefined;
  /** In the inbox: names and links the pipeline. */
  showPlace?: boolean;
  /** Without it the card goes once the decision took effect: what follows is on the same page. */
  onDecided?: (words: string) => void;
  onDismiss: () => void;
}) {
  const now = useNow(1000);
  const [asked, setAsked] = useState<DecideApprovalInput["decision"]>();
  const { changes, acknowledge } = useSeenEvidence(approval);
  const decide = useDecideApproval(approval, (applied) => {
    setAsked(undefined);
    if (!applied) return;
    if (onDecided) onDecided(asked === "Rejected" ? "Rejected by you" : "Approved by you");
    else onDismiss();
  });
  const verdict = canDecide({
    role,
    stale,
    waiting: !gone,
    now: new Date(now).toISOString(),
    ...(approval.expiresAt ? { expiresAt: approval.expiresAt } : {}),
  });
  const why = whyNot(verdict);
  const blocked = why ?? (changes.length > 0 ? UNSEEN : undefined);
  return (
    <WaitingCard
      title={
        <Foreign text={approval.question ?? `Approve ${approval.action} in ${approval.stage}?`} />
      }
      facts={
        <ApprovalFacts
          approval={approval}
          confirmedAt={confirmedAt}
          showPlace={showPlace}
          gone={gone}
        />
      }
      gone={gone}
      decided={decided}
    >
      <div className="grid gap-4 p-3">
        {decided ? (
          <DecidedNote words={decided} pipeline={approval.pipeline} onDismiss={onDismiss} />
        ) : gone ? (
          <GoneNote onDismiss={onDismiss} />
        ) : null}
        {gone ? null : <ChangedNote changes={changes} onSeen={acknowledge} />}
        <ApprovalEvidence approval={approval} />
      </div>
      {gone ? null : (
        <DecideBar
          consequences={[approveConsequence(approval), rejectInShort(approval)]}
          disabledWhy={blocked}
          onAsk={(decision) => {
            decide.reset();
            setAsked(decision);
          }}
        />
      )}
      {asked ? (
        <DecideDialog
          decision={asked}
          title={asked === "Approved" ? "Approve this release?" : "Reject this release?"}
          consequence={
            asked === "Approved" ? approveConsequence(approval) : rejectConsequence(approval)
          }
          changes={changes}
          onSeen={() => {
            acknowledge();
            decide.reset();
          }}
          disabledWhy={blocked}
          pending={decide.pending}
          problem={decide.problem}
          onClose={() => setAsked(undefined)}
          onDecide={(comment) => decide.decide(asked, comment)}
        />
      ) : null}
    </WaitingCard>
  );
}
