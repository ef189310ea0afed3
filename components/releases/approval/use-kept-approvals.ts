"use client";

import { useState } from "react";
import type { ApprovalView } from "@/lib/releases/model";

interface Kept {
  approval: ApprovalView;
  gone: boolean;
}

/** One approval wait, told apart over reads. */
export const approvalKey = (approval: ApprovalView): string =>
  [approval.stage, approval.action, approval.executionId, approval.actionExecutionId].join("/");

/** Approvals on screen: those that wait, and those that stopped waiting while they were looked at, until dismissed. */
export function useKeptApprovals(waiting: ApprovalView[]): {
  approvals: Kept[];
  dismiss: (approval: ApprovalView) => void;
} {
  const [seen, setSeen] = useState<ApprovalView[]>(waiting);
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const waits = new Set(waiting.map(approvalKey));
  if (waiting.some((approval) => !seen.includes(approval))) {
    setSeen([...seen.filter((approval) => !waits.has(approvalKey(approval))), ...waiting]);
  }
  const kept = [
    ...waiting.map((approval) => ({ approval, gone: false })),
    ...seen
      .filter((approval) => !waits.has(approvalKey(approval)))
      .map((approval) => ({ approval, gone: true })),
  ];
  return {
    approvals: kept.filter(({ approval }) => !dismissed.has(approvalKey(approval))),
    dismiss: (approval) => setDismissed(new Set([...dismissed, approvalKey(approval)])),
  };
}
