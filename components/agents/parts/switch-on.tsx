"use client";

import { SWITCH_READS } from "@/components/agents/parts/switch-off";
import { ActionButton } from "@/components/data/action-button";
import { useServerAction } from "@/components/data/use-server-action";
import { useShell } from "@/components/shell/shell-state";
import { canSwitchOn } from "@/lib/agents/eligibility";
import { whyNot } from "@/lib/platform/eligibility";
import { switchOnAction } from "@/server/agents/actions";

/** Lifts the switch of one agent, in its row of the list. */
export function SwitchOn({ agent }: { agent: string }) {
  const { person } = useShell();
  const action = useServerAction({
    action: switchOnAction,
    said: ({ message }) => message,
    reads: SWITCH_READS,
  });
  return (
    <>
      <ActionButton
        size="sm"
        pending={action.pending}
        disabledWhy={whyNot(canSwitchOn(person))}
        onPress={() => action.run({ agent })}
      >
        Switch on
      </ActionButton>
      {action.problem ? (
        <p role="alert" className="text-meta text-failed">
          {action.problem.message}
        </p>
      ) : null}
    </>
  );
}
