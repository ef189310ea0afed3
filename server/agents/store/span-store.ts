import "server-only";
import { asc, eq } from "drizzle-orm";
import { agentSpans, db } from "@/server/db";
import type { SpanStore } from "../contracts";

/** More of a session are not shown. */
const SHOWN = 5_000;

/** Spans in PostgreSQL; one that comes twice is kept once. */
export const spanStore = (): SpanStore => ({
  async add(spans) {
    if (spans.length === 0) return;
    await db()
      .insert(agentSpans)
      .values(
        spans.map((span) => ({
          traceId: span.traceId,
          spanId: span.spanId,
          sessionId: span.sessionId,
          runId: span.runId,
          startNs: BigInt(span.startNs),
          span,
        })),
      )
      .onConflictDoNothing();
  },
  async ofSession(sessionId) {
    const rows = await db()
      .select({ span: agentSpans.span })
      .from(agentSpans)
      .where(eq(agentSpans.sessionId, sessionId))
      .orderBy(asc(agentSpans.startNs))
      .limit(SHOWN);
    return rows.map(({ span }) => span);
  },
});
