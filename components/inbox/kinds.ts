import type { ComponentType } from "react";
import type { InboxCardProps } from "@/components/data/inbox-card";

/** Kind → card. The entries are in `app/(console)/inbox/kinds.tsx`; a kind without one shows its generic line. */
export type InboxKinds = Readonly<Record<string, ComponentType<InboxCardProps>>>;
