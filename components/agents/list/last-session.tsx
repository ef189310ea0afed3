"use client";

import { StatusBadge } from "@/components/data/status-badge";
import { TextLink } from "@/components/data/text-link";
import { Timestamp } from "@/components/data/timestamp";
import { useShell } from "@/components/shell/shell-state";
import { SESSION_LOOK } from "@/lib/agents/session-looks";
import type { AgentSummary } from "@/lib/agents/views";
import { may } from "@/lib/platform/permissions";
import { plainText } from "@/lib/platform/plain-text";
import { routes } from "@/lib/platform/routes";

/** What is under way, then the last session with how it ended. */
export function LastSession({
  agent: { running, waiting, lastSession },
}: {
  agent: Pick<AgentSummary, "running" | "waiting" | "lastSession">;
}) {
  const { person } = useShell();
  if (!lastSession) return <span className="text-muted">Never ran</span>;
  return (
    <>
      {running > 0 ? <StatusBadge tone="running" label={`${running} at work`} /> : null}
      {waiting > 0 ? (
        <TextLink href={routes.inbox()}>
          <StatusBadge
            tone="waiting"
            label={waiting === 1 ? "1 waits for a person" : `${waiting} wait for a person`}
          />
        </TextLink>
      ) : null}
      {running + waiting === 0 ? <StatusBadge {...SESSION_LOOK[lastSession.state]} /> : null}
      <span className="min-w-0 truncate">
        {lastSession.title || may(person.role, "agent.use") ? (
          <TextLink href={routes.agentSession(lastSession.id)}>
            {lastSession.title ? plainText(lastSession.title) : "Its last session"}
          </TextLink>
        ) : (
          <span className="text-muted">Not shared</span>
        )}
      </span>
      <Timestamp at={lastSession.updatedAt} className="text-muted" />
    </>
  );
}
