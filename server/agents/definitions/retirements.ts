import "server-only";
import { desc, eq, sql } from "drizzle-orm";
import { agentTitle } from "@/lib/agents/describe-agent";
import { offSentence } from "@/lib/agents/eligibility";
import type { RetiredAgent } from "@/lib/agents/views";
import { agentRetirements, type Db, databaseProblem, db, inTransaction } from "@/server/db";
import { AppError, isAppError } from "@/server/platform/errors";

/** All that are retired, the last one first. @throws AppError upstream */
export async function retiredAgents(): Promise<RetiredAgent[]> {
  const rows = await db()
    .select()
    .from(agentRetirements)
    .orderBy(desc(agentRetirements.at))
    .catch(away);
  return rows.map(retiredOfRow);
}

/** Undefined when it is offered, or not there. @throws AppError upstream */
export async function retirementOf(
  name: string,
  from: Db = db(),
): Promise<RetiredAgent | undefined> {
  const [row] = await from
    .select()
    .from(agentRetirements)
    .where(eq(agentRetirements.agent, name))
    .catch(away);
  return row && retiredOfRow(row);
}

/**
 * Whoever saves, retires or brings back the same agent does so one after the other, in one transaction
 * each: what `work` reads of it stays true until it is done. @throws AppError upstream
 */
export const inTurn = <T>(name: string, work: (tx: Db) => Promise<T>): Promise<T> =>
  inTransaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`agents:${name}`}, 0))`);
    return work(tx);
  }).catch((error) => {
    throw isAppError(error) ? error : databaseProblem(error);
  });

/** A retired agent gets no version: it is brought back first. */
export const retiredRefusal = (retired: RetiredAgent): AppError =>
  new AppError(
    "conflict",
    `${offSentence(retired).replace("This agent", agentTitle(retired.agent))} Bring it back from its versions before you change it.`,
  );

const retiredOfRow = ({
  agent,
  by,
  reason,
  at,
}: typeof agentRetirements.$inferSelect): RetiredAgent => ({
  agent,
  by,
  reason,
  at: at.toISOString(),
  retired: true,
});

const away = (error: unknown): never => {
  throw databaseProblem(error);
};
