import "server-only";
import type { InboxItem } from "@/lib/inbox/model";
import { routes } from "@/lib/platform/routes";
import type { ApprovalView } from "@/lib/releases/model";
import { nobody } from "@/server/aws/call-aws";
import { readWaitingApprovals } from "@/server/releases/read-waiting-approvals";
import { registerInboxKind } from "./registry";

export function approvalItem(approval: ApprovalView): InboxItem<"release-approval", ApprovalView> {
  const { pipeline, stage, action, executionId } = approval;
  return {
    kind: "release-approval",
    id: `release-approval:${[pipeline, stage, action, executionId].map(encodeURIComponent).join("/")}`,
    title: `Approve ${pipeline}: ${action}`,
    place: `${pipeline} / ${stage}`,
    href: routes.pipeline(pipeline),
    waitingSince: approval.waitingSince,
    deadline: approval.expiresAt,
    permission: "release.approve",
    detail: approval,
  };
}

registerInboxKind({
  kind: "release-approval",
  read: async () => {
    const { approvals, missing } = await readWaitingApprovals(nobody);
    return { items: approvals.map(approvalItem), missing };
  },
});
