"use client";

import { ActionButton } from "@/components/data/action-button";
import type { DecideApprovalInput } from "@/lib/releases/model";

/**
 * The consequences, then Reject and Approve. On the phone it stays at the bottom edge, 48 px high.
 * The reason of a disabled button is written out: a tip cannot be hovered on a phone.
 */
export function DecideBar({
  consequences,
  disabledWhy,
  onAsk,
}: {
  /** A sentence for each decision. */
  consequences: string[];
  disabledWhy: string | undefined;
  onAsk: (decision: DecideApprovalInput["decision"]) => void;
}) {
  return (
    <>
      <div className="grid gap-1 border-t p-3 pb-0 wrap-anywhere">
        {consequences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <div className="grid gap-2 rounded-b-md bg-page p-3 max-md:sticky max-md:bottom-0 max-md:z-10 max-md:border-t">
        {disabledWhy ? <p className="text-meta text-waiting md:text-end">{disabledWhy}</p> : null}
        <div className="flex gap-2 max-md:*:flex-1 md:justify-end">
          <ActionButton
            variant="danger"
            size="lg"
            className="md:h-8 md:px-3"
            disabledWhy={disabledWhy}
            onPress={() => onAsk("Rejected")}
          >
            Reject…
          </ActionButton>
          <ActionButton
            variant="primary"
            size="lg"
            className="md:h-8 md:px-3"
            disabledWhy={disabledWhy}
            onPress={() => onAsk("Approved")}
          >
            Approve…
          </ActionButton>
        </div>
      </div>
    </>
  );
}
