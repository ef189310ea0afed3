"use client";

import { useReleaseAction } from "@/components/releases/parts/use-release-action";
import { topics } from "@/lib/releases/keys";
import type { ApprovalView, DecideApprovalInput } from "@/lib/releases/model";
import { decideApprovalAction } from "@/server/releases/actions";

/** Decides one approval on the evidence that was shown; the live topics that draw it are read anew. */
export function useDecideApproval(approval: ApprovalView, onSettled: (applied: boolean) => void) {
  const action = useReleaseAction<DecideApprovalInput>({
    action: decideApprovalAction,
    topics: ["inbox", topics.pipeline(approval.pipeline), topics.pipelines()],
    onSettled,
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
