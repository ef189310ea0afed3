import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Session } from "@/lib/agents/session";
import { agentEvents, db } from "@/server/db";
import { isAppError } from "@/server/platform/errors";
import type { AgentParts } from "../contracts";
import type { Runner } from "./runner";

interface Engine {
  parts: Pick<AgentParts, "sessions">;
  runner: Pick<Runner, "start">;
}

/**
 * Whether the message of that request is in the session, or on its way; runs are named by the request
 * that asked for them.
 */
export async function hasRun(session: Session, runId: string): Promise<boolean> {
  if (session.runId === runId) return true;
  if (session.lastSeq === 0) return false;
  const [line] = await db()
    .select({ seq: agentEvents.seq })
    .from(agentEvents)
    .where(
      and(
        eq(agentEvents.sessionId, session.id),
        eq(agentEvents.runId, runId),
        sql`${agentEvents.event} #>> '{messageStart,role}' = 'user'`,
      ),
    )
    .limit(1);
  return line !== undefined;
}

/** Starts the run, unless the same request started it meanwhile. @throws AppError conflict */
export async function startOnce(
  { parts, runner }: Engine,
  session: Session,
  run: { runId: string; message: string },
): Promise<void> {
  try {
    await runner.start(session, run);
  } catch (error) {
    if (!isAppError(error) || error.code !== "conflict") throw error;
    if (!(await hasRun(await parts.sessions.byId(session.id), run.runId))) throw error;
  }
}
