import "server-only";
import type { Session } from "@/lib/agents/session";
import type { agentSessions } from "@/server/db";

type Row = typeof agentSessions.$inferSelect;

/** A session as the rest of the house knows it: absent instead of null, times as ISO 8601. */
export function sessionOfRow(row: Row): Session {
  return {
    id: row.id,
    agent: row.agent,
    ...(row.version !== null && { version: row.version }),
    home: row.home,
    title: row.title,
    owner: { id: row.ownerId, name: row.ownerName, email: row.ownerEmail },
    state: row.state,
    mode: row.mode,
    model: row.model,
    shared: row.shared,
    ...(row.forkedFrom && { forkedFrom: row.forkedFrom }),
    used: {
      turns: row.usedTurns,
      inputTokens: row.usedInputTokens,
      outputTokens: row.usedOutputTokens,
      nanoUsd: row.usedNanoUsd,
      unpriced: row.usedUnpriced,
      activeMs: row.usedMs,
    },
    limits: row.limits,
    ...(row.lastStop && { lastStop: row.lastStop }),
    ...(row.problem && { problem: row.problem }),
    ...(row.isolation && { isolation: row.isolation }),
    lastSeq: row.lastSeq,
    ...(row.runId && { runId: row.runId }),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
