import "server-only";
import type { InboxItem } from "@/lib/inbox/model";
import { routes } from "@/lib/platform/routes";
import type { ApprovalView } from "@/lib/releases/model";
import { revisionName } from "@/lib/releases/revision-text";
import { nobody } from "@/server/aws/call-aws";
import { readWaitingApprovals } from "@/server/releases/read-waiting-approvals";
import { registerInboxKind, unconfirmed } from "./registry";

export function approvalItem(approval: ApprovalView): InboxItem<"release-approval", ApprovalView> {
  const { pipeline, stage, action, executionId } = approval;
  return {
    kind: "release-approval",
    id: `release-approval:${[pipeline, stage, action, executionId].map(encodeURIComponent).join("/")}`,
    title: `Release ${revisionName(approval.evidence.wouldRun.revisions[0])}?`,
    place: `${pipeline} / ${stage} / ${action}`,
    href: routes.pipeline(pipeline),
    waitingSince: approval.waitingSince,
    deadline: approval.expiresAt,
    permission: "release.approve",
    detail: approval,
  };
}

registerInboxKind({
  kind: "release-approval",
  read: async (before) => {
    const { approvals, missing, unread } = await readWaitingApprovals(nobody);
    const kept = before.filter(({ detail }) => unread.includes((detail as ApprovalView).pipeline));
    return { items: [...approvals.map(approvalItem), ...unconfirmed(kept)], missing };
  },
});
