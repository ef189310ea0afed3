"use client";

import dynamic from "next/dynamic";
import { InboxView } from "@/components/inbox/inbox-view";
import type { InboxKinds } from "@/components/inbox/kinds";
import { Skeleton } from "@/components/ui/skeleton";
import type { InboxView as View } from "@/lib/inbox/model";
import type { Snapshot } from "@/lib/live/model";
import type { Role } from "@/lib/platform/permissions";

/** Without it the whole page would be a skeleton until the card is there. */
const waits = () => <Skeleton className="h-96" />;
/** Kind → the card that decides it. A workflow adds its kind with one entry; a view may not reach into another feature, a route may. */
const KINDS: InboxKinds = {
  "agent-call": dynamic(
    () => import("@/components/agents/session/inbox-call").then((module) => module.InboxCall),
    { loading: waits },
  ),
  "ami-proposal": dynamic(
    () =>
      import("@/components/ami-updates/proposal/inbox-proposal").then(
        (module) => module.InboxProposal,
      ),
    { loading: waits },
  ),
  "release-approval": dynamic(
    () =>
      import("@/components/releases/approval/inbox-approval").then(
        (module) => module.InboxApproval,
      ),
    { loading: waits },
  ),
};

/** The inbox with every workflow's cards. */
export function Inbox(props: { role: Role; initial?: Snapshot<View> | undefined }) {
  return <InboxView kinds={KINDS} {...props} />;
}
