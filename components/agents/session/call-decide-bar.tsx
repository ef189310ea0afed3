"use client";

import dynamic from "next/dynamic";
import { useId } from "react";
import { type Deed, useDecideCall } from "@/components/agents/session/use-decide-call";
import { ActionButton } from "@/components/data/action-button";
import type { Approval } from "@/lib/agents/approval";

const DecideDialog = dynamic(
  () => import("@/components/agents/session/decide-dialog").then((module) => module.DecideDialog),
  { ssr: false },
);

/**
 * Edit, Deny and Approve, with why not written out. On the phone it stays at the bottom edge, 48 px
 * high. No single key presses any of it.
 */
export function CallDecideBar({
  approval,
  stale,
  onDecided,
}: {
  approval: Approval;
  stale: boolean;
  onDecided?: (words: string) => void;
}) {
  const whyId = useId();
  const decide = useDecideCall(approval, { stale, onDecided });
  const button = (deed: Deed, label: string, variant: "primary" | "danger" | "ghost") => (
    <ActionButton
      variant={variant}
      size="lg"
      className="md:h-8 md:px-3"
      disabledWhy={decide.why}
      whyId={whyId}
      onPress={() => decide.ask(deed)}
    >
      {label}
    </ActionButton>
  );
  return (
    <>
      <div className="grid gap-2 rounded-b-md border-t bg-page p-3 max-md:sticky max-md:bottom-0 max-md:z-10">
        <p id={whyId} className="text-meta text-waiting empty:hidden md:text-end">
          {decide.why}
        </p>
        <div className="flex flex-wrap gap-2 max-md:*:flex-1 md:justify-end">
          {button("edit", "Edit…", "ghost")}
          {button("deny", "Deny…", "danger")}
          {button("approve", "Approve…", "primary")}
        </div>
      </div>
      {decide.asked ? (
        <DecideDialog approval={approval} decide={decide} deed={decide.asked} />
      ) : null}
    </>
  );
}
