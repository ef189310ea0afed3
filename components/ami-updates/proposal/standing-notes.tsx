import type { ReactNode } from "react";
import { Foreign } from "@/components/data/foreign";
import { StatusIcon } from "@/components/data/status-icon";
import { TextLink } from "@/components/data/text-link";
import { Timestamp } from "@/components/data/timestamp";
import { cn } from "@/components/ui/cn";
import { DECISION_LABEL, OUTCOME_LOOK } from "@/lib/ami-updates/looks";
import type { ProposalView } from "@/lib/ami-updates/views";
import { routes } from "@/lib/platform/routes";
import type { Tone } from "@/lib/platform/status";

/** Where the proposal stands besides its score: a dry run, superseded, overridden, decided, ended, in trouble. */
export function StandingNotes({ view: { update, newer } }: { view: ProposalView }) {
  const { override, decision, decidedBy, decidedAt, comment, outcome, outcomeWhy, outcomeAt } =
    update;
  return (
    <>
      {update.dryRun ? (
        <Note tone="skipped">
          A dry run: nothing was written to GitHub, and nobody was told. What would have been
          written stands below.
        </Note>
      ) : null}
      {newer ? (
        <Note tone="superseded">
          A newer one is there:{" "}
          <TextLink href={routes.amiProposal(newer.id)}>{newer.release}</TextLink>.
        </Note>
      ) : null}
      {update.problem ? (
        <Note tone="failed" loud>
          <Foreign text={update.problem} />
        </Note>
      ) : null}
      {override ? (
        <Note tone="waiting">
          Proposed in spite of the rules by <Foreign text={override.by} />{" "}
          <Timestamp at={override.at} />: <Foreign text={override.reason} />
        </Note>
      ) : null}
      {decision ? (
        <Note
          tone={
            decision === "closed"
              ? "skipped"
              : decision === "superseded"
                ? "superseded"
                : "succeeded"
          }
        >
          {DECISION_LABEL[decision]}
          {decidedBy && decidedBy !== "policy" ? (
            <>
              {" by "}
              <Foreign text={decidedBy} />
            </>
          ) : null}{" "}
          <Timestamp at={decidedAt} />
          {comment ? (
            <>
              : <Foreign text={comment} />
            </>
          ) : (
            "."
          )}
        </Note>
      ) : null}
      {outcome ? (
        <Note tone={OUTCOME_LOOK[outcome].tone} loud={outcome !== "verified"}>
          {OUTCOME_LOOK[outcome].label} <Timestamp at={outcomeAt} />
          {outcomeWhy ? (
            <>
              : <Foreign text={outcomeWhy} />
            </>
          ) : null}{" "}
          <TextLink href={routes.amiRollout(update.cluster, update.nodeClass)}>
            The rollout
          </TextLink>
        </Note>
      ) : null}
    </>
  );
}

function Note({
  tone,
  loud = false,
  children,
}: {
  tone: Tone;
  loud?: boolean;
  children: ReactNode;
}) {
  return (
    <div
      role="status"
      className={cn(
        "flex gap-2 rounded-md border bg-raised px-3 py-2",
        loud && "border-line-strong",
      )}
    >
      <StatusIcon tone={tone} className="mt-0.5 size-4" />
      <p className="min-w-0">{children}</p>
    </div>
  );
}
