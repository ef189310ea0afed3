"use client";

import { OfferAgain } from "@/components/agents/parts/offer-again";
import { useShell } from "@/components/shell/shell-state";
import { canBringAgentBack } from "@/lib/agents/eligibility";
import { whyNot } from "@/lib/platform/eligibility";
import { bringAgentBackAction } from "@/server/agents/actions";

/** Offers a retired agent again, as that version says. */
export function BringBack({ agent, version }: { agent: string; version: number }) {
  const { person } = useShell();
  return (
    <OfferAgain
      action={bringAgentBackAction}
      input={{ agent, version }}
      disabledWhy={whyNot(canBringAgentBack(person))}
      problemClass="basis-full text-meta text-failed"
    >
      Bring back version {version}
    </OfferAgain>
  );
}
