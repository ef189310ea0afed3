"use client";

import { OfferAgain } from "@/components/agents/parts/offer-again";
import { useShell } from "@/components/shell/shell-state";
import { canSwitchOn } from "@/lib/agents/eligibility";
import { whyNot } from "@/lib/platform/eligibility";
import { switchOnAction } from "@/server/agents/actions";

/** Lifts the switch of one agent, in its row of the list. */
export function SwitchOn({ agent }: { agent: string }) {
  const { person } = useShell();
  return (
    <OfferAgain
      action={switchOnAction}
      input={{ agent }}
      disabledWhy={whyNot(canSwitchOn(person))}
      problemClass="text-meta text-failed"
    >
      Switch on
    </OfferAgain>
  );
}
