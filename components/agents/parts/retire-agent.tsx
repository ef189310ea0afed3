"use client";

import { SWITCH_READS } from "@/components/agents/parts/switch-off";
import { Panel } from "@/components/data/panel";
import { ReasonAction } from "@/components/data/reason-action";
import { TextLink } from "@/components/data/text-link";
import { useShell } from "@/components/shell/shell-state";
import { RETIRE_WORDS, RETIRED_FOLDER_WORDS } from "@/lib/agents/agent-words";
import { canRetireAgent } from "@/lib/agents/eligibility";
import type { AgentSummary } from "@/lib/agents/views";
import { whyNot } from "@/lib/platform/eligibility";
import { plainText } from "@/lib/platform/plain-text";
import { routes } from "@/lib/platform/routes";
import { retireAgentAction } from "@/server/agents/actions";

/** Takes an agent out of use for good, with what that leaves; sessions at work are ended first. */
export function RetirePanel({
  agent,
  version,
  inFolder,
}: {
  agent: AgentSummary;
  /** The one in force, as it is looked at. */
  version: number;
  inFolder: boolean;
}) {
  const { person } = useShell();
  const why = whyNot(canRetireAgent(person, agent));
  const atWork = agent.running + agent.waiting > 0;
  return (
    <Panel title="Retire it" stacked>
      <p className="text-meta text-muted">
        For an agent that nobody needs any more. What it did stays readable
        {inFolder ? ", and its folder stays where it is" : ""}.
      </p>
      {atWork && why ? (
        <p className="text-meta text-waiting">
          {why}{" "}
          <TextLink
            href={`${routes.agentSessions()}?agent=${encodeURIComponent(agent.agent)}&state=${agent.running > 0 ? "running" : "waiting"}`}
          >
            {agent.running + agent.waiting === 1 ? "That session" : "Those sessions"}
          </TextLink>
        </p>
      ) : null}
      <div>
        <ReasonAction
          label="Retire…"
          size="sm"
          disabledWhy={why}
          action={retireAgentAction}
          input={(reason) => ({ agent: agent.agent, version, reason })}
          reads={SWITCH_READS}
          title={`Retire ${plainText(agent.title)}?`}
          consequence={inFolder ? `${RETIRE_WORDS} ${RETIRED_FOLDER_WORDS}` : RETIRE_WORDS}
          confirm="Retire it"
          danger
        />
      </div>
    </Panel>
  );
}
