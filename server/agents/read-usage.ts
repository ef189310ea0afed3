import "server-only";
import { sql } from "drizzle-orm";
import type { AgentSummary } from "@/lib/agents/views";
import { db } from "@/server/db";
import type { Person } from "@/server/platform/ctx";

export type AgentUsage = Pick<AgentSummary, "used" | "waiting"> & { running: number };

/** How much each agent was used in the last 30 days, and what is under way now; by agent. */
export async function readUsage(): Promise<Map<string, AgentUsage>> {
  const { rows } = await db().execute<{
    agent: string;
    sessions: number;
    nano_usd: string;
    unpriced: number;
    tokens: string;
    running: number;
    waiting: number;
  }>(sql`
    select agent,
           (count(*) filter (where recent))::int as sessions,
           coalesce(sum(used_nano_usd) filter (where recent), 0)::text as nano_usd,
           coalesce(sum(used_unpriced) filter (where recent), 0)::int as unpriced,
           coalesce(sum(used_input_tokens + used_output_tokens) filter (where recent), 0)::text as tokens,
           (count(*) filter (where state = 'running'))::int as running,
           (count(*) filter (where state = 'waiting'))::int as waiting
      from (select *, updated_at > now() - interval '30 days' as recent from agent_sessions) s
     group by agent`);
  return new Map(
    rows.map(({ agent, sessions, nano_usd, unpriced, tokens, running, waiting }) => [
      agent,
      {
        used: { sessions, nanoUsd: Number(nano_usd), unpriced, totalTokens: Number(tokens) },
        running,
        waiting,
      },
    ]),
  );
}

/** Sessions that everybody may see: the overview is one for all, so a private one shows as its state only. */
export async function readLastSessions(): Promise<
  Map<string, NonNullable<AgentSummary["lastSession"]>>
> {
  const { rows } = await db().execute<{
    id: string;
    agent: string;
    title: string;
    state: NonNullable<AgentSummary["lastSession"]>["state"];
    updated_at: string | Date;
  }>(sql`
    select distinct on (agent) id, agent, case when shared then title else '' end as title,
           state, updated_at
      from agent_sessions order by agent, updated_at desc`);
  return new Map(
    rows.map(({ id, agent, title, state, updated_at }) => [
      agent,
      { id, title, state, updatedAt: new Date(updated_at).toISOString() },
    ]),
  );
}

/** Whose sessions this person's lists show: theirs and shared ones, or everybody's. */
export const visibleTo = ({ id, role }: Person): { visibleTo?: string } =>
  role === "admin" ? {} : { visibleTo: id };
