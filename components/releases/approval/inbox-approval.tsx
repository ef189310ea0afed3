"use client";

import type { InboxCardProps } from "@/components/data/inbox-card";
import { ApprovalCard } from "@/components/releases/approval/approval-card";
import type { ApprovalView } from "@/lib/releases/model";

/** The inbox's card for the kind `release-approval`. */
export function InboxApproval({ item, ...rest }: InboxCardProps) {
  return <ApprovalCard approval={item.detail as ApprovalView} showPlace {...rest} />;
}
