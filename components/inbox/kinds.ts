import type { ComponentType } from "react";
import type { InboxItem } from "@/lib/inbox/model";
import type { Role } from "@/lib/platform/permissions";

/** What the inbox gives to the card of an item. */
export interface InboxCardProps {
  item: InboxItem;
  role: Role;
  /** The live data is old: nothing may be decided on it. */
  stale: boolean;
  /** It no longer waits; the card says so and stays until `onDismiss`. */
  gone: boolean;
  confirmedAt: string | undefined;
  onDismiss: () => void;
}

/** Kind → card. The entries are in `app/(console)/inbox/kinds.tsx`; a kind without one shows its generic line. */
export type InboxKinds = Readonly<Record<string, ComponentType<InboxCardProps>>>;
