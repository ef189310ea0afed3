"use client";

import { useRouter } from "next/navigation";
import { ActionButton } from "@/components/data/action-button";
import { ProblemNote } from "@/components/data/problem-note";
import { ReasonAction } from "@/components/data/reason-action";
import { useServerAction } from "@/components/data/use-server-action";
import { liveKey } from "@/components/shell/live/keys";
import { useShell } from "@/components/shell/shell-state";
import { canAnalyseAgain, canDryRun, canOverride, canRevert } from "@/lib/ami-updates/eligibility";
import { amiTopics } from "@/lib/ami-updates/keys";
import type { ProposalView } from "@/lib/ami-updates/views";
import { whyNot } from "@/lib/platform/eligibility";
import { routes } from "@/lib/platform/routes";
import {
  analyseAgainAction,
  dryRunAction,
  overrideRejectionAction,
  revertUpdateAction,
} from "@/server/ami-updates/actions";

const said = ({ message }: { message: string }) => message;

/** Re-analyse, Dry run, Override and Revert: what may be done besides deciding. */
export function useMoreActions(view: ProposalView, stale: boolean) {
  const { update } = view;
  const router = useRouter();
  const common = { role: useShell().person.role, stale };
  const reads = [liveKey(amiTopics.proposal(update.id)), liveKey(amiTopics.clusters())];
  const again = useServerAction({ action: analyseAgainAction, said, reads });
  const dry = useServerAction({
    action: dryRunAction,
    said,
    reads,
    onSettled: (told) => told?.updateId && router.push(routes.amiProposal(told.updateId)),
  });
  const decision = update.decision && { decision: update.decision };
  const merged = update.decision === "merged" || update.decision === "auto_merged";
  const refused = view.analysis?.autoRejected !== undefined && !update.override && !update.pull;
  const why = {
    again: whyNot(canAnalyseAgain({ ...common, ...decision })),
    dry: whyNot(canDryRun({ ...common, state: "update_available" })),
    override: whyNot(
      canOverride({ ...common, ...decision, autoRejected: refused, dryRun: update.dryRun }),
    ),
    revert: whyNot(
      canRevert({ ...common, ...decision, ...(update.outcome && { outcome: update.outcome }) }),
    ),
  };
  const { cluster, nodeClass } = update;
  const withReason = (reason: string) => ({ updateId: update.id, reason });
  const problem = again.problem ?? dry.problem;
  return {
    buttons: (
      <>
        {update.decision ? null : (
          <ActionButton
            pending={again.pending}
            disabledWhy={why.again}
            onPress={() => again.run({ updateId: update.id })}
          >
            Re-analyse
          </ActionButton>
        )}
        {update.decision ? null : (
          <ActionButton
            pending={dry.pending}
            disabledWhy={why.dry}
            onPress={() => dry.run({ cluster, nodeClass })}
          >
            Dry run
          </ActionButton>
        )}
        {refused && !update.dryRun && !update.decision ? (
          <ReasonAction
            label="Override the rejection…"
            variant="danger"
            disabledWhy={why.override}
            action={overrideRejectionAction}
            input={withReason}
            reads={reads}
            title="Propose in spite of the rules?"
            consequence={`${view.analysis?.autoRejected ?? ""} A pull request is opened all the same; somebody else has to merge it.`}
            confirm="Propose it"
            danger
          />
        ) : null}
        {merged ? (
          <ReasonAction
            label="Propose the revert…"
            variant="danger"
            disabledWhy={why.revert}
            action={revertUpdateAction}
            input={withReason}
            reads={reads}
            title={`Propose to go back to ${update.from.release ?? update.from.imageId ?? "the image before"}?`}
            consequence="A pull request changes the one line back. Once it is merged, Karpenter replaces the nodes again."
            confirm="Propose the revert"
            danger
          />
        ) : null}
      </>
    ),
    below: problem ? <ProblemNote problem={problem} /> : null,
  };
}
