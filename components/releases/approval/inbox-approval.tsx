"use client";

import { ApprovalCard } from "@/components/releases/approval/approval-card";
import type { InboxItem } from "@/lib/inbox/model";
import type { Role } from "@/lib/platform/permissions";
import type { ApprovalView } from "@/lib/releases/model";

/** The inbox's card for the kind `release-approval`. */
export function InboxApproval({
  item,
  ...rest
}: {
  item: InboxItem;
  role: Role;
  stale: boolean;
  gone: boolean;
  decided: string | undefined;
  onDecided: (words: string) => void;
  confirmedAt: string | undefined;
  onDismiss: () => void;
}) {
  return <ApprovalCard approval={item.detail as ApprovalView} showPlace {...rest} />;
}
