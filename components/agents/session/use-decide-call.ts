"use client";

import { useEffect, useRef, useState } from "react";
import { useNow } from "@/components/data/clock";
import { useServerAction } from "@/components/data/use-server-action";
import { liveKey } from "@/components/shell/live/keys";
import { useShell } from "@/components/shell/shell-state";
import { notify } from "@/components/ui/toast";
import type { Approval } from "@/lib/agents/approval";
import { canDecideCall } from "@/lib/agents/eligibility";
import { agentKeys } from "@/lib/agents/keys";
import { whyNot } from "@/lib/platform/eligibility";
import { decideCallAction } from "@/server/agents/actions";

const STALE = "What is shown may be old; wait until it is live again.";

const GONE =
  "The call no longer waits: it was decided elsewhere, its time was over, or the run was stopped.";

export type Deed = "approve" | "deny" | "edit";

/** Deciding one call on what is shown of it: whether, why not, and doing it. */
export function useDecideCall(
  approval: Approval,
  { stale, onDecided }: { stale: boolean; onDecided?: ((words: string) => void) | undefined },
) {
  const { person } = useShell();
  const now = useNow(1_000);
  const [asked, setAsked] = useState<Deed>();
  const why =
    (stale ? STALE : undefined) ??
    whyNot(
      canDecideCall(approval, person, new Date(now > 0 ? now : Date.parse(approval.requestedAt))),
    );
  const action = useServerAction({
    action: decideCallAction,
    reads: [agentKeys.session(approval.sessionId), liveKey("inbox")],
    said: ({ message }) => message,
    onSettled: (told, { decision }) => {
      setAsked(undefined);
      if (told) onDecided?.(decision === "approve" ? "Approved by you" : "Denied by you");
    },
  });
  // Taken away while somebody was about to decide it; who went to another page knows why.
  const deciding = useRef<string>(undefined);
  useEffect(() => {
    deciding.current = asked && !action.pending ? window.location.pathname : undefined;
  });
  useEffect(
    () => () => {
      if (deciding.current === window.location.pathname) notify.info(GONE);
    },
    [],
  );
  return {
    asked,
    ask: (deed: Deed) => {
      action.reset();
      setAsked(deed);
    },
    close: () => setAsked(undefined),
    why,
    pending: action.pending,
    problem: action.problem,
    decide: (decision: "approve" | "deny", given: { reason?: string; editedInput?: string } = {}) =>
      action.run({
        approvalId: approval.id,
        decision,
        argumentsHash: approval.argumentsHash,
        ...(given.reason && { reason: given.reason }),
        ...(given.editedInput && { editedInput: given.editedInput }),
      }),
  };
}
