import { StatusBadge } from "@/components/data/status-badge";
import { homeStatusTone, homeStatusWords } from "@/lib/agents/agent-words";
import type { AgentSummary } from "@/lib/agents/views";

/** How an agent stands as such: retired, switched off, unreadable, or what AgentCore says of it. */
export function AgentStatus({ agent }: { agent: AgentSummary }) {
  if (agent.switchedOff?.retired) return <StatusBadge tone="stopped" label="Retired" size="sm" />;
  if (agent.switchedOff) return <StatusBadge tone="stopped" label="Switched off" size="sm" />;
  if (agent.problem) return <StatusBadge tone="failed" label="Cannot run" size="sm" />;
  if (!agent.status) return null;
  return (
    <StatusBadge
      tone={homeStatusTone(agent.status)}
      label={homeStatusWords(agent.status)}
      size="sm"
    />
  );
}
