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
  /** What this person decided about it just now: `Approved by you`. */
  decided: string | undefined;
  confirmedAt: string | undefined;
  /** The decision took effect: in words, for the card and its row. */
  onDecided: (words: string) => void;
  onDismiss: () => void;
}

/** Kind → card. The entries are in `app/(console)/inbox/kinds.tsx`; a kind without one shows its generic line. */
export type InboxKinds = Readonly<Record<string, ComponentType<InboxCardProps>>>;
