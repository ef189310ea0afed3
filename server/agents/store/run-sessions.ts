import "server-only";
import { and, asc, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { Session } from "@/lib/agents/session";
import { agentApprovals, agentSessions, db } from "@/server/db";
import type { SessionStore } from "../contracts";
import { sessionOfRow } from "./session-of-row";

/** Leases are told by the database's clock: processes' own may differ. */
const lease = (ms: number) => sql`now() + make_interval(secs => ${ms / 1_000})`;

/** `running` by nobody who says so any more; also handed over by a process that ends. */
const orphan = and(
  eq(agentSessions.state, "running"),
  or(isNull(agentSessions.leaseUntil), lt(agentSessions.leaseUntil, sql`now()`)),
);

/**
 * One statement decides between all who come at once. A session that waits, or whose process died,
 * goes on as the run that it was.
 */
export const claimSession: SessionStore["claim"] = async (id, run) => {
  const goesOn = and(
    eq(agentSessions.runId, run.runId),
    or(eq(agentSessions.state, "waiting"), orphan),
  );
  const taken = await db()
    .update(agentSessions)
    .set({
      state: "running",
      runId: run.runId,
      runOwner: run.owner,
      leaseUntil: lease(run.leaseMs),
      // A stop that was asked for while nobody ran it still counts for whoever takes it up.
      stopRequestedBy: sql`case when ${agentSessions.state} in ('idle', 'failed') then null else ${agentSessions.stopRequestedBy} end`,
      problem: null,
      updatedAt: sql`now()`,
    })
    .where(
      and(eq(agentSessions.id, id), or(inArray(agentSessions.state, ["idle", "failed"]), goesOn)),
    )
    .returning({ id: agentSessions.id });
  return taken.length > 0;
};

const heldBy = (id: string, run: { runId: string; owner: string }) =>
  and(
    eq(agentSessions.id, id),
    eq(agentSessions.state, "running"),
    eq(agentSessions.runId, run.runId),
    eq(agentSessions.runOwner, run.owner),
  );

export const renewSession: SessionStore["renew"] = async (id, run) => {
  const [row] = await db()
    .update(agentSessions)
    .set({ leaseUntil: lease(run.leaseMs) })
    .where(heldBy(id, run))
    .returning({ stop: agentSessions.stopRequestedBy });
  if (!row) return { held: false };
  return { held: true, ...(row.stop && { stopRequestedBy: row.stop }) };
};

/** `running` hands the run over: the next who looks takes it up. Nothing happens when it was lost. */
export const releaseSession: SessionStore["release"] = async (id, run, end) => {
  const ends = end.state === "idle" || end.state === "failed";
  await db()
    .update(agentSessions)
    .set({
      state: end.state,
      ...(ends && { runId: null, stopRequestedBy: null }),
      ...(end.lastStop && { lastStop: end.lastStop }),
      problem: end.problem ?? null,
      runOwner: null,
      leaseUntil: null,
      updatedAt: sql`now()`,
    })
    .where(heldBy(id, run));
};

/** Of a run only: what is idle has nothing to stop. */
export const requestStop: SessionStore["requestStop"] = async (id, by) => {
  await db()
    .update(agentSessions)
    .set({ stopRequestedBy: by })
    .where(and(eq(agentSessions.id, id), inArray(agentSessions.state, ["running", "waiting"])));
};

export async function orphanedSessions(limit: number): Promise<Session[]> {
  const rows = await db()
    .select()
    .from(agentSessions)
    .where(orphan)
    .orderBy(asc(agentSessions.updatedAt))
    .limit(limit);
  return rows.map(sessionOfRow);
}

/** Nothing of theirs waits for a person any more; or they are to be stopped, which waits for nobody. */
export async function decidedSessions(limit: number): Promise<Session[]> {
  const pending = db()
    .select({ one: sql`1` })
    .from(agentApprovals)
    .where(
      and(eq(agentApprovals.sessionId, agentSessions.id), eq(agentApprovals.state, "pending")),
    );
  const rows = await db()
    .select()
    .from(agentSessions)
    .where(
      and(
        eq(agentSessions.state, "waiting"),
        or(sql`${agentSessions.stopRequestedBy} is not null`, sql`not exists ${pending}`),
      ),
    )
    .orderBy(asc(agentSessions.updatedAt))
    .limit(limit);
  return rows.map(sessionOfRow);
}
