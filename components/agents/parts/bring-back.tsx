"use client";

import { SWITCH_READS } from "@/components/agents/parts/switch-off";
import { ActionButton } from "@/components/data/action-button";
import { useServerAction } from "@/components/data/use-server-action";
import { useShell } from "@/components/shell/shell-state";
import { canBringAgentBack } from "@/lib/agents/eligibility";
import { whyNot } from "@/lib/platform/eligibility";
import { bringAgentBackAction } from "@/server/agents/actions";

/** Offers a retired agent again, as that version says. */
export function BringBack({ agent, version }: { agent: string; version: number }) {
  const { person } = useShell();
  const action = useServerAction({
    action: bringAgentBackAction,
    said: ({ message }) => message,
    reads: SWITCH_READS,
  });
  return (
    <>
      <ActionButton
        size="sm"
        pending={action.pending}
        disabledWhy={whyNot(canBringAgentBack(person))}
        onPress={() => action.run({ agent, version })}
      >
        Bring back version {version}
      </ActionButton>
      {action.problem ? (
        <p role="alert" className="basis-full text-meta text-failed">
          {action.problem.message}
        </p>
      ) : null}
    </>
  );
}
