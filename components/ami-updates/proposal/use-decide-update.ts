"use client";

import { useState } from "react";
import { useServerAction } from "@/components/data/use-server-action";
import { liveKey } from "@/components/shell/live/keys";
import { useShell } from "@/components/shell/shell-state";
import { canClose, canMerge } from "@/lib/ami-updates/eligibility";
import { evidenceChanges, evidenceOf } from "@/lib/ami-updates/evidence-changes";
import { amiTopics } from "@/lib/ami-updates/keys";
import type { ProposalView } from "@/lib/ami-updates/views";
import { whyNot } from "@/lib/platform/eligibility";
import { decideUpdateAction } from "@/server/ami-updates/actions";

const UNSEEN = "The evidence changed since you looked; confirm that you have seen it.";

export type Deed = "merge" | "close";

/** Merging and closing one proposal on the evidence that is shown: whether, why not, and doing it. */
export function useDecideUpdate(
  view: ProposalView,
  { stale, onDecided }: { stale: boolean; onDecided?: (words: string) => void },
) {
  const { person } = useShell();
  const [asked, setAsked] = useState<Deed>();
  const now = evidenceOf(view);
  const [seen, setSeen] = useState(now);
  // What was seen first: there may be nothing to decide on at the start.
  if (seen === undefined && now !== undefined) setSeen(now);
  const changes = seen && now ? evidenceChanges(seen, now) : [];
  const unseen = changes.length > 0 ? UNSEEN : undefined;
  const { update, pull, ownOverrideOf, effect, evidenceHash } = view;
  const facts = {
    role: person.role,
    stale,
    dryRun: update.dryRun,
    ...(update.decision && { decision: update.decision }),
    ...(update.decidedBy && { decidedBy: update.decidedBy }),
    ...(pull ? { pull } : { pullUnread: update.pull !== undefined }),
  };
  const why: Record<Deed, string | undefined> = {
    merge:
      whyNot(
        canMerge({
          ...facts,
          me: person.email,
          ownOverrideOf,
          windowOpen: effect?.windowOpen ?? true,
        }),
      ) ?? unseen,
    close: whyNot(canClose(facts)) ?? unseen,
  };
  const action = useServerAction({
    action: decideUpdateAction,
    said: ({ message }) => message,
    reads: [
      liveKey(amiTopics.proposal(update.id)),
      liveKey(amiTopics.clusters()),
      liveKey(amiTopics.rollout(update.cluster, update.nodeClass)),
      liveKey("inbox"),
    ],
    onSettled: (told, { decision }) => {
      setAsked(undefined);
      if (told) onDecided?.(decision === "merge" ? "Merged by you" : "Closed by you");
    },
  });
  return {
    asked,
    ask: (deed: Deed) => {
      action.reset();
      setAsked(deed);
    },
    close: () => setAsked(undefined),
    why,
    changes,
    acknowledge: () => {
      setSeen(now);
      action.reset();
    },
    pending: action.pending,
    problem: action.problem,
    decide: (decision: Deed, comment: string) =>
      action.run({
        updateId: update.id,
        decision,
        evidenceHash: evidenceHash ?? "",
        ...(comment && { comment }),
      }),
  };
}
