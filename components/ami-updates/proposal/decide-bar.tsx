"use client";

import dynamic from "next/dynamic";
import { ChangedNote } from "@/components/ami-updates/proposal/changed-note";
import { effectWords } from "@/components/ami-updates/proposal/effect-panel";
import { type Deed, useDecideUpdate } from "@/components/ami-updates/proposal/use-decide-update";
import { ActionButton } from "@/components/data/action-button";
import { needsComment } from "@/lib/ami-updates/eligibility";
import type { ProposalView } from "@/lib/ami-updates/views";

const ReasonDialog = dynamic(
  () => import("@/components/data/reason-dialog").then((module) => module.ReasonDialog),
  { ssr: false },
);

/**
 * Close and Merge, with why not written out. On the phone it stays at the bottom edge, 48 px high.
 * Drawn only while a pull request waits.
 */
export function DecideBar({
  view,
  stale,
  onDecided,
}: {
  view: ProposalView;
  stale: boolean;
  onDecided?: (words: string) => void;
}) {
  const decide = useDecideUpdate(view, { stale, ...(onDecided && { onDecided }) });
  const { why, asked } = decide;
  const sentences = [...new Set([why.merge, why.close].flatMap((each) => each ?? []))];
  return (
    <>
      <div className="grid gap-2 rounded-md bg-page p-3 max-md:sticky max-md:bottom-0 max-md:z-10 max-md:border-t">
        <ChangedNote changes={decide.changes} onSeen={decide.acknowledge} />
        {sentences.map((sentence) => (
          <p key={sentence} className="text-meta text-waiting md:text-end">
            {sentence}
          </p>
        ))}
        <div className="flex gap-2 max-md:*:flex-1 md:justify-end">
          <DecideButton deed="close" label="Close…" why={why.close} onAsk={decide.ask} />
          <DecideButton deed="merge" label="Merge…" why={why.merge} onAsk={decide.ask} />
        </div>
      </div>
      {asked ? (
        <ReasonDialog
          {...wordsOf(asked, view)}
          required={needsComment(asked, view.analysis?.verdict)}
          missing="The verdict is not APPROVE: say why you merge it all the same."
          danger={asked === "close"}
          pending={decide.pending}
          problem={decide.problem}
          disabledWhy={why[asked]}
          onClose={decide.close}
          onConfirm={(comment) => decide.decide(asked, comment)}
        >
          <ChangedNote changes={decide.changes} onSeen={decide.acknowledge} />
        </ReasonDialog>
      ) : null}
    </>
  );
}

function DecideButton({
  deed,
  label,
  why,
  onAsk,
}: {
  deed: Deed;
  label: string;
  why: string | undefined;
  onAsk: (deed: Deed) => void;
}) {
  return (
    <ActionButton
      variant={deed === "merge" ? "primary" : "danger"}
      size="lg"
      className="md:h-8 md:px-3"
      disabledWhy={why}
      onPress={() => onAsk(deed)}
    >
      {label}
    </ActionButton>
  );
}

function wordsOf(deed: Deed, { update, effect, analysis }: ProposalView) {
  const what = `${update.cluster}/${update.nodeClass}`;
  if (deed === "close")
    return {
      title: `Close the update of ${what}?`,
      consequence: `The pull request is closed without merging, and ${update.to.release} is skipped for this node class until somebody lifts the skip.`,
      confirm: "Close it",
    };
  const rejected = analysis && analysis.verdict === "REJECT" ? "The verdict is REJECT. " : "";
  return {
    title: `Merge ${update.to.release} for ${what}?`,
    consequence:
      rejected +
      (effect
        ? effectWords(effect).join(" ")
        : "Argo CD syncs the line, and Karpenter replaces the nodes."),
    confirm: "Merge",
  };
}
