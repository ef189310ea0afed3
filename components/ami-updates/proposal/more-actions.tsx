"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { ProblemNote } from "@/components/data/problem-note";
import { useServerAction } from "@/components/data/use-server-action";
import { liveKey } from "@/components/shell/live/keys";
import { useShell } from "@/components/shell/shell-state";
import {
  canAnalyseAgain,
  canDryRun,
  canOverride,
  canRevert,
  whyNot,
} from "@/lib/ami-updates/eligibility";
import { amiTopics } from "@/lib/ami-updates/keys";
import type { ProposalView } from "@/lib/ami-updates/views";
import { routes } from "@/lib/platform/routes";
import {
  analyseAgainAction,
  dryRunAction,
  overrideRejectionAction,
  revertUpdateAction,
} from "@/server/ami-updates/actions";

const ReasonDialog = dynamic(() =>
  import("@/components/ami-updates/parts/reason-dialog").then((module) => module.ReasonDialog),
);

const said = ({ message }: { message: string }) => message;

/** Re-analyse, Dry run, Override and Revert: what may be done besides deciding. */
export function useMoreActions(view: ProposalView, stale: boolean) {
  const { update } = view;
  const router = useRouter();
  const common = { role: useShell().person.role, stale };
  const [asked, setAsked] = useState<"override" | "revert">();
  const reads = [liveKey(amiTopics.proposal(update.id)), liveKey(amiTopics.clusters())];
  const again = useServerAction({ action: analyseAgainAction, said, reads });
  const dry = useServerAction({
    action: dryRunAction,
    said,
    reads,
    onSettled: (told) => told?.updateId && router.push(routes.amiProposal(told.updateId)),
  });
  const onSettled = () => setAsked(undefined);
  const override = useServerAction({ action: overrideRejectionAction, said, reads, onSettled });
  const revert = useServerAction({ action: revertUpdateAction, said, reads, onSettled });
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
          <ActionButton
            variant="danger"
            disabledWhy={why.override}
            onPress={() => setAsked("override")}
          >
            Override the rejection…
          </ActionButton>
        ) : null}
        {merged ? (
          <ActionButton
            variant="danger"
            disabledWhy={why.revert}
            onPress={() => setAsked("revert")}
          >
            Propose the revert…
          </ActionButton>
        ) : null}
      </>
    ),
    below: (
      <>
        {problem ? <ProblemNote problem={problem} /> : null}
        {asked === "override" ? (
          <ReasonDialog
            title="Propose in spite of the rules?"
            consequence={`${view.analysis?.autoRejected ?? ""} A pull request is opened all the same; somebody else has to merge it.`}
            confirm="Propose it"
            danger
            required
            pending={override.pending}
            problem={override.problem}
            disabledWhy={why.override}
            onClose={onSettled}
            onConfirm={(reason) => override.run({ updateId: update.id, reason })}
          />
        ) : null}
        {asked === "revert" ? (
          <ReasonDialog
            title={`Propose to go back to ${update.from.release ?? update.from.imageId ?? "the image before"}?`}
            consequence="A pull request changes the one line back. Once it is merged, Karpenter replaces the nodes again."
            confirm="Propose the revert"
            danger
            required
            pending={revert.pending}
            problem={revert.problem}
            disabledWhy={why.revert}
            onClose={onSettled}
            onConfirm={(reason) => revert.run({ updateId: update.id, reason })}
          />
        ) : null}
      </>
    ),
  };
}
