import type { InboxItem } from "@/lib/inbox/model";
import type { Role } from "@/lib/platform/permissions";

/** What the inbox gives to the card of an item, whichever feature draws it. */
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
