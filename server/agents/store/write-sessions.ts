import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Budget, Session } from "@/lib/agents/session";
import { agentSessions, db } from "@/server/db";
import { AppError } from "@/server/platform/errors";
import type { NewSession, SessionStore } from "../contracts";
import { sessionOfRow } from "./session-of-row";

export const noSession = (): AppError =>
  new AppError("not_found", "There is no session of that id.");

/** With a request key that its owner used before, the session of then. */
export async function createSession(session: NewSession): Promise<Session> {
  const { owner, ...rest } = session;
  const [made] = await db()
    .insert(agentSessions)
    .values({ ...rest, ownerId: owner.id, ownerName: owner.name, ownerEmail: owner.email })
    .onConflictDoNothing({ target: [agentSessions.ownerId, agentSessions.requestKey] })
    .returning();
  if (made) return sessionOfRow(made);
  const [there] = await db()
    .select()
    .from(agentSessions)
    .where(
      and(
        eq(agentSessions.ownerId, owner.id),
        eq(agentSessions.requestKey, session.requestKey ?? ""),
      ),
    );
  if (!there) throw new Error("A session was neither made nor found.");
  return sessionOfRow(there);
}

const USED = {
  turns: agentSessions.usedTurns,
  inputTokens: agentSessions.usedInputTokens,
  outputTokens: agentSessions.usedOutputTokens,
  nanoUsd: agentSessions.usedNanoUsd,
  unpriced: agentSessions.usedUnpriced,
  activeMs: agentSessions.usedMs,
} as const satisfies Record<keyof Budget, unknown>;

/** Adds in the database, so that two who add at once both count. Fractions are rounded. */
export async function useBudget(id: string, amount: Partial<Budget>): Promise<Session> {
  const plus = (key: keyof Budget) => sql`${USED[key]} + ${Math.round(amount[key] ?? 0)}::bigint`;
  return changed(id, {
    usedTurns: plus("turns"),
    usedInputTokens: plus("inputTokens"),
    usedOutputTokens: plus("outputTokens"),
    usedNanoUsd: plus("nanoUsd"),
    usedUnpriced: plus("unpriced"),
    usedMs: plus("activeMs"),
  });
}

export const updateSession: SessionStore["update"] = (id, change) => changed(id, change);

type Change = Parameters<ReturnType<ReturnType<typeof db>["update"]>["set"]>[0];

async function changed(id: string, change: Change): Promise<Session> {
  const [row] = await db()
    .update(agentSessions)
    .set({ ...change, updatedAt: sql`now()` } as Change)
    .where(eq(agentSessions.id, id))
    .returning();
  if (!row) throw noSession();
  return sessionOfRow(row);
}
