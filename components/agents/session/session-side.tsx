"use client";

import { BudgetMeters } from "@/components/agents/session/budget-panel";
import { MODE_WORDS } from "@/components/agents/session/mode-switch";
import { CopyableId } from "@/components/data/copyable-id";
import { Fact } from "@/components/data/facts";
import { Foreign } from "@/components/data/foreign";
import { TextLink } from "@/components/data/text-link";
import { Timestamp } from "@/components/data/timestamp";
import type { Meter } from "@/lib/agents/budget-meters";
import { agentTitle } from "@/lib/agents/call-words";
import { costWords } from "@/lib/agents/cost-words";
import { ISOLATION_LABEL, isolationWhy } from "@/lib/agents/session-looks";
import type { SessionView } from "@/lib/agents/views";
import { plural } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";

/** What stands around the conversation: whose it is, where it runs, what it may use and has used. */
export function SessionSide({
  view,
  meters,
}: {
  view: Omit<SessionView, "entries">;
  meters: Meter[];
}) {
  const { session, isolation } = view;
  const { used, home } = session;
  const level = isolation?.level ?? session.isolation;
  return (
    <div className="grid content-start gap-4">
      <section aria-label="Budget of this run" className="grid gap-2">
        <h2>This run</h2>
        <BudgetMeters meters={meters} />
        <p className="text-meta text-muted">
          The whole session: {plural(used.turns, "turn")},{" "}
          {plural(used.inputTokens + used.outputTokens, "token")},{" "}
          {costWords(used, home) ?? "cost not known"}.
        </p>
      </section>
      <dl className="grid gap-3 border-t pt-3">
        <Fact name="Agent">
          <TextLink href={routes.agent(session.agent)}>
            <Foreign text={agentTitle(session.agent)} />
          </TextLink>
          {session.version === undefined ? null : (
            <span className="text-muted"> version {session.version}</span>
          )}
        </Fact>
        <Fact name="Acts on behalf of">
          <Foreign text={session.owner.name} />
          <span className="block text-meta text-muted">
            With no more than their own permissions.
          </span>
        </Fact>
        <Fact name="Mode">
          {MODE_WORDS[session.mode].label}
          <span className="block text-meta text-muted">{MODE_WORDS[session.mode].about}</span>
        </Fact>
        <Fact name="Model">
          <Foreign text={session.model.modelId} />
        </Fact>
        <Fact name="Runs on">
          {home.kind === "agentcore" ? "Amazon Bedrock AgentCore" : "This console's own harness"}
        </Fact>
        {level ? (
          <Fact name="Isolation">
            {ISOLATION_LABEL[level]}
            {isolation ? (
              <span className="block text-meta text-muted">
                <Foreign text={isolationWhy(level, isolation.why)} />
              </span>
            ) : null}
          </Fact>
        ) : null}
        <Fact name="Who may read it">
          {session.shared
            ? "Whoever may see agents"
            : "Its owner, and whoever may decide its calls"}
        </Fact>
        <Fact name="Began">
          <Timestamp at={session.createdAt} />
          {session.forkedFrom ? (
            <>
              {", forked from "}
              <TextLink href={routes.agentSession(session.forkedFrom.sessionId)}>
                another session
              </TextLink>
            </>
          ) : null}
        </Fact>
        <Fact name="Session">
          <CopyableId value={session.id} label="session id" />
        </Fact>
      </dl>
    </div>
  );
}
