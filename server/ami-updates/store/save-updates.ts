import "server-only";
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { amiAnalyses, amiUpdates, db, inTransaction } from "@/server/db";
import type { UpdateStore } from "../contracts";

type Save<K extends keyof UpdateStore> = UpdateStore[K];
type Change = PgUpdateSetSource<typeof amiUpdates>;

const undecided = isNull(amiUpdates.decision);

/** True when the row was there and `guard` held. */
async function change(id: string, to: Change, guard?: SQL): Promise<boolean> {
  const rows = await db()
    .update(amiUpdates)
    .set({ ...to, updatedAt: sql`now()` })
    // `and` puts no parentheses around SQL written by hand, and an `or` in it would let every row pass.
    .where(and(eq(amiUpdates.id, id), guard && sql`(${guard})`))
    .returning({ id: amiUpdates.id });
  return rows.length > 0;
}

/** The newest stands in the record, and each one is kept. What was decided keeps what it rested on. */
export const saveAnalysis: Save<"saveAnalysis"> = (id, analysis) =>
  inTransaction(async (tx) => {
    const rows = await tx
      .update(amiUpdates)
      .set({ analysis, updatedAt: sql`now()` })
      .where(and(eq(amiUpdates.id, id), undecided))
      .returning({ id: amiUpdates.id });
    if (rows.length > 0) await tx.insert(amiAnalyses).values({ updateId: id, analysis });
  });

export const saveProposal: Save<"saveProposal"> = async (id, proposal, pull) => {
  await change(
    id,
    { proposal, ...(pull && { pullNumber: pull.number, pullUrl: pull.url }) },
    undecided,
  );
};

export const intendDecision: Save<"intendDecision"> = (id, intent) =>
  change(id, { decidedBy: intent?.by ?? null, comment: intent?.comment ?? null }, undecided);

export const saveDecision: Save<"saveDecision"> = (id, decision) =>
  change(
    id,
    {
      decision: decision.decision,
      decidedBy: decision.decidedBy ?? null,
      decidedAt: decision.decidedAt ? new Date(decision.decidedAt) : sql`now()`,
      comment: decision.comment ?? null,
      mergeCommit: decision.mergeCommit ?? null,
      problem: null,
    },
    undecided,
  );

/** The first override counts: a second person's would free the first one to merge. */
export const saveOverride: Save<"saveOverride"> = (id, override) =>
  change(id, { override }, and(undecided, isNull(amiUpdates.override)));

/** When a state began is kept as long as it lasts. A revert is the last word. */
export const saveOutcome: Save<"saveOutcome"> = async (id, outcome, why, at) => {
  await change(
    id,
    {
      outcome,
      outcomeWhy: why,
      outcomeAt: sql`case when ${amiUpdates.outcome} = ${outcome} then ${amiUpdates.outcomeAt} else ${at.toISOString()}::timestamptz end`,
    },
    outcome === "reverted" ? undefined : sql`${amiUpdates.outcome} is distinct from 'reverted'`,
  );
};

export const saveProblem: Save<"saveProblem"> = async (id, problem) => {
  await change(id, { problem: problem ?? null });
};
