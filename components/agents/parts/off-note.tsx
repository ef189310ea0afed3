"use client";

import { OctagonX } from "lucide-react";
import { SWITCH_READS } from "@/components/agents/parts/switch-off";
import { ActionButton } from "@/components/data/action-button";
import { Foreign } from "@/components/data/foreign";
import { ProblemNote } from "@/components/data/problem-note";
import { Timestamp } from "@/components/data/timestamp";
import { useServerAction } from "@/components/data/use-server-action";
import { useShell } from "@/components/shell/shell-state";
import { canSwitchOn, offSentence } from "@/lib/agents/eligibility";
import type { SwitchedOff } from "@/lib/agents/views";
import { whyNot } from "@/lib/platform/eligibility";
import { switchOnAction } from "@/server/agents/actions";

/** Switched off: by whom, why, since when, and the way back. */
export function OffNote({ off }: { off: SwitchedOff }) {
  const { person } = useShell();
  const action = useServerAction({
    action: switchOnAction,
    said: ({ message }) => message,
    reads: SWITCH_READS,
  });
  const on = () => action.run(off.agent === undefined ? {} : { agent: off.agent });
  return (
    <div className="grid gap-2">
      <div
        role="status"
        className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-failed bg-tint-failed px-3 py-2"
      >
        <OctagonX aria-hidden="true" className="size-4 shrink-0 text-failed" />
        <p className="min-w-0 flex-1 basis-72">
          <strong className="font-semibold">
            <Foreign text={offSentence(off)} />
          </strong>{" "}
          <span className="text-muted">
            Switched off <Timestamp at={off.at} />. What was stopped does not go on by itself.
          </span>
        </p>
        <ActionButton
          size="sm"
          pending={action.pending}
          disabledWhy={whyNot(canSwitchOn(person))}
          onPress={on}
        >
          {off.agent === undefined ? "Switch agents on" : "Switch it on"}
        </ActionButton>
      </div>
      {action.problem ? <ProblemNote problem={action.problem} onRetry={on} /> : null}
    </div>
  );
}
