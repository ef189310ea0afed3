import "server-only";
import { and, asc, eq, gt, lte } from "drizzle-orm";
import type { JournalEntry } from "@/lib/agents/events";
import { agentEvents, db } from "@/server/db";
import type { Journal } from "../contracts";

/** Lines by their numbers; all of them without a range. */
export const readEvents: Journal["read"] = async (sessionId, range = {}) => {
  const { after, upTo, limit } = range;
  const query = db()
    .select()
    .from(agentEvents)
    .where(
      and(
        eq(agentEvents.sessionId, sessionId),
        after === undefined ? undefined : gt(agentEvents.seq, after),
        upTo === undefined ? undefined : lte(agentEvents.seq, upTo),
      ),
    )
    .orderBy(asc(agentEvents.seq));
  const rows = await (limit === undefined ? query : query.limit(limit));
  return rows.map(
    ({ seq, at, runId, event }): JournalEntry => ({
      seq,
      at: at.toISOString(),
      ...(runId && { runId }),
      event,
    }),
  );
};
