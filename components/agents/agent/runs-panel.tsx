import { SESSION_COLUMNS } from "@/components/agents/session/session-columns";
import { StartSession } from "@/components/agents/session/start-session";
import { EmptyState } from "@/components/data/empty-state";
import { DataTable } from "@/components/data/table";
import { TextLink } from "@/components/data/text-link";
import type { Session } from "@/lib/agents/session";
import type { AgentSummary } from "@/lib/agents/views";
import { routes } from "@/lib/platform/routes";

const COLUMNS = SESSION_COLUMNS.filter(({ key }) => key !== "agent");

/** Its last sessions that this person may see, with what they cost. */
export function RunsPanel({
  agent,
  sessions,
}: {
  agent: AgentSummary;
  sessions: readonly Session[];
}) {
  if (sessions.length === 0)
    return (
      <EmptyState
        title="No session of yours yet"
        action={
          agent.switchedOff?.retired ? null : (
            <StartSession agents={[agent]} agent={agent.agent} variant="secondary" />
          )
        }
      >
        Your own and shared sessions with this agent stand here.
      </EmptyState>
    );
  return (
    <div className="grid gap-2">
      <DataTable
        label="Last sessions"
        columns={COLUMNS}
        rows={sessions}
        rowKey={({ id }) => id}
        rowHref={({ id }) => routes.agentSession(id)}
        rowLabel={({ title }) => title}
      />
      <p>
        <TextLink href={`${routes.agentSessions()}?agent=${encodeURIComponent(agent.agent)}`}>
          All sessions with it
        </TextLink>
      </p>
    </div>
  );
}
