import "server-only";
import { and, desc, eq, or, type SQL, sql } from "drizzle-orm";
import type { Session } from "@/lib/agents/session";
import { agentSessions, db } from "@/server/db";
import type { SessionStore } from "../contracts";
import { sessionOfRow } from "./session-of-row";
import { noSession } from "./write-sessions";

const SESSION_ID = /^ses_[0-9a-f]{32}$/;
/** What was said is looked through in so many of the newest sessions. */
const SEARCHED = 500;

/** What is no id is as little there as one that nobody has. */
export async function readSession(id: string): Promise<Session> {
  const [row] = SESSION_ID.test(id)
    ? await db().select().from(agentSessions).where(eq(agentSessions.id, id))
    : [];
  if (!row) throw noSession();
  return sessionOfRow(row);
}

const newestFirst = [desc(agentSessions.updatedAt), desc(agentSessions.id)];

export const listSessions: SessionStore["list"] = async (query) => {
  const { agent, visibleTo, state, text, before } = query;
  if (before && !SESSION_ID.test(before)) return [];
  const wanted: (SQL | undefined)[] = [
    agent ? eq(agentSessions.agent, agent) : undefined,
    state ? eq(agentSessions.state, state) : undefined,
    visibleTo
      ? or(eq(agentSessions.ownerId, visibleTo), eq(agentSessions.shared, true))
      : undefined,
    // By place, not by offset: sessions that come meanwhile shift nothing.
    before
      ? sql`(${agentSessions.updatedAt}, ${agentSessions.id}) < (select updated_at, id from agent_sessions where id = ${before})`
      : undefined,
  ];
  const words = text?.trim();
  if (words) {
    const candidates = db()
      .select({ id: agentSessions.id })
      .from(agentSessions)
      .where(and(...wanted))
      .orderBy(...newestFirst)
      .limit(SEARCHED);
    wanted.push(sql`${agentSessions.id} in ${candidates}`, or(titled(words), said(words)));
  }
  const rows = await db()
    .select()
    .from(agentSessions)
    .where(and(...wanted))
    .orderBy(...newestFirst)
    .limit(query.limit);
  return rows.map(sessionOfRow);
};

const pattern = (words: string): string => `%${words.replace(/[\\%_]/g, "\\$&")}%`;

const titled = (words: string): SQL =>
  sql`(${agentSessions.title} ilike ${pattern(words)} or ${agentSessions.agent} ilike ${pattern(words)})`;

/** Text comes in pieces, so a word may be split between lines of the journal: joined, then searched. */
const said = (words: string): SQL => sql`exists (
  select 1 from (
    select string_agg(coalesce(e.event #>> '{contentBlockDelta,delta,text}', E'\n'), '' order by e.seq) as text
      from agent_events e
     where e.session_id = ${agentSessions.id}
       and (e.event #>> '{contentBlockDelta,delta,text}' is not null or e.event ? 'messageStart')
  ) conversation where conversation.text ilike ${pattern(words)})`;
