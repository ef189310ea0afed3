"use client";

import { ReasonAction } from "@/components/data/reason-action";
import { liveKey } from "@/components/shell/live/keys";
import { useShell } from "@/components/shell/shell-state";
import { switchOffWords } from "@/lib/agents/agent-words";
import { canSwitchOff } from "@/lib/agents/eligibility";
import { agentKeys, agentTopics } from "@/lib/agents/keys";
import type { AgentSummary } from "@/lib/agents/views";
import { whyNot } from "@/lib/platform/eligibility";
import { plainText } from "@/lib/platform/plain-text";
import { switchOffAction } from "@/server/agents/actions";

/** What a switch changes on screen. */
export const SWITCH_READS = [liveKey(agentTopics.overview()), agentKeys.agents()];

/** The kill switch of one agent; what it stops is told first, and why it is pressed is kept. */
export function SwitchOff({ agent, size }: { agent: AgentSummary; size?: "sm" }) {
  const { person } = useShell();
  const title = plainText(agent.title);
  return (
    <ReasonAction
      label="Switch off…"
      {...(size ? { size } : { variant: "danger" as const })}
      disabledWhy={whyNot(canSwitchOff(person))}
      action={switchOffAction}
      input={(reason) => ({ agent: agent.agent, reason })}
      reads={SWITCH_READS}
      title={`Switch ${title} off?`}
      consequence={switchOffWords([agent], false)}
      confirm="Switch it off"
      danger
    />
  );
}

/** The kill switch of all agents at once. */
export function SwitchAllOff({ agents }: { agents: readonly AgentSummary[] }) {
  const { person } = useShell();
  return (
    <ReasonAction
      label="Switch all off…"
      variant="danger"
      disabledWhy={whyNot(canSwitchOff(person))}
      action={switchOffAction}
      input={(reason) => ({ reason })}
      reads={SWITCH_READS}
      title="Switch all agents off?"
      consequence={switchOffWords(agents, true)}
      confirm="Switch all off"
      danger
    />
  );
}
