"use client";

import { useServerAction } from "@/components/data/use-server-action";
import { liveKey } from "@/components/shell/live/keys";
import { topics } from "@/lib/releases/keys";
import type { ApprovalView, DecideApprovalInput } from "@/lib/releases/model";
import { decideApprovalAction } from "@/server/releases/actions";

/** Decides one approval on the evidence that was shown; the live topics that draw it are read anew. */
export function useDecideApproval(approval: ApprovalView, onSettled: (applied: boolean) => void) {
  const action = useServerAction({
    action: decideApprovalAction,
    said: ({ message }) => message,
    reads: ["inbox", topics.pipeline(approval.pipeline), topics.pipelines()].map(liveKey),
    onSettled: (told) => onSettled(told !== undefined),
  });
  return {
    ...action,
    decide: (decision: DecideApprovalInput["decision"], comment: string) =>
      action.run({
        pipeline: approval.pipeline,
        stage: approval.stage,
        action: approval.action,
        executionId: approval.executionId,
        evidenceHash: approval.evidenceHash,
        decision,
        comment,
      }),
  };
}
